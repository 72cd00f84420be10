// nodemailer's pool as its documentation tunes it: pooled connections without a limit of messages, text and HTML of the
// same content as ours for each recipient. Reads how many to send, a line each, and answers when they are accepted.
const { readFileSync } = require('fs');
const { createInterface } = require('readline');
const nodemailer = require('nodemailer');

const [port, sessions, textFile, htmlFile] = process.argv.slice(2);
const text = readFileSync(textFile, 'utf8');
const html = readFileSync(htmlFile, 'utf8');
const pool = nodemailer.createTransport({
  host: '127.0.0.1',
  port: Number(port),
  secure: false,
  ignoreTLS: true,
  pool: true,
  maxConnections: Number(sessions),
  maxMessages: Infinity,
});

async function send(count) {
  let next = 0;
  async function one() {
    while (next < count) {
      const number = next++;
      const link = number.toString(16).padStart(40, '0');
      await pool.sendMail({
        from: 'mica@example.jp',
        to: `p${number}@example.jp`,
        subject: '【重要】感染情報のお知らせ',
        text: text + link + '\n',
        html: html.replace('</body>', link + '</body>'),
        textEncoding: 'base64',
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
    }
  }
  // A few more than connections, so that each has the next message ready.
  await Promise.all(Array.from({ length: Number(sessions) * 3 }, one));
}

console.log('ready');
createInterface({ input: process.stdin }).on('line', async (line) => {
  await send(Number(line));
  console.log('sent');
});

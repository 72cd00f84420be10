// nodemailer's pool as its documentation tunes it for bulk mail: as many connections as the others have, each kept for
// any number of messages, and always a few messages waiting. Text, HTML and header fields are those of a mail of ours.
// Reads how many to send, a line each, and answers when they are accepted.
const { readFileSync } = require('fs');
const { createInterface } = require('readline');
const nodemailer = require('nodemailer');

const [port, sessions, file] = process.argv.slice(2);
const letter = JSON.parse(readFileSync(file, 'utf8'));
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
        from: letter.from,
        to: `p${number}@example.jp`,
        subject: letter.subject,
        text: letter.text + link + '\n',
        html: letter.html.replace('</body>', link + '</body>'),
        textEncoding: 'base64',
        headers: letter.headers,
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

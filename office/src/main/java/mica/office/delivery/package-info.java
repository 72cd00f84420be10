/**
 * Sending a notice to everybody it is for, each once if anybody can know it, by any number of offices on one database. This
 * is the engine's contract.
 *
 * <p><b>Fixing.</b> At the approval the people are numbered, in parts of a bounded size ({@code recipient}, which does not
 * change afterwards); the row in {@code recipient_fixing} says how far it is and is taken under a lease by whoever goes on.
 *
 * <p><b>Chunk and letter.</b> Up to 500 people are one row of {@code recipient_chunk}. Each has a letter in its line
 * ({@link mica.office.delivery.StateLine}), which goes the steps of {@link mica.office.delivery.RecipientTransitions} and no
 * other; a trigger compares with the same table. A notice is over when every letter is final.
 *
 * <p><b>Lease.</b> Who takes a chunk has it for {@link mica.office.delivery.Lease#LENGTH} by the database's clock, which is
 * one for all offices, and believes so for less, by both clocks of its own machine. Nothing is begun in the last seconds.
 *
 * <p><b>Epoch.</b> Taking a chunk raises its epoch. What is written under an older one is refused: its writer has lost the
 * chunk and stops.
 *
 * <p><b>Step.</b> Each write of a holder carries the number after the one before, so that a write whose commit went unheard
 * is not counted twice.
 *
 * <p><b>The dot.</b> Before the last octets of a message may leave, its letter <i>dot sent</i> is committed to the disk;
 * together with what became of the window before. Who is found with that letter by the next holder may have got a copy. They
 * get the same octets again, and are counted as uncertain. No address is opened before the ledger says how many are.
 *
 * <p><b>Who may claim what</b> stands in {@link mica.office.delivery.ClaimRules} alone.
 *
 * <p><b>Who may write which table.</b> {@link mica.office.delivery.RecipientStore}: {@code recipient}, and the first row of
 * each chunk. {@link mica.office.delivery.ChunkStore}: {@code recipient_chunk} and {@code recipient_exception}, holders of a
 * chunk only. {@link mica.office.delivery.OutcomeStore}: the counters in {@code notice_outcome}, in the transaction that
 * writes the letters. {@link mica.office.delivery.FixingStore}: {@code recipient_fixing}. {@link
 * mica.office.delivery.RecipientDayStore}: takes rows of all of them away with their day, from chunks that nobody holds.
 * {@link mica.office.delivery.NoticeReturns}: {@code came_back} and {@code notice_return}. Nobody else writes any of these; reports read the counters.
 *
 * <p><b>Seams.</b> Claims, leases, windows and records ({@link mica.office.delivery.NoticeWorker}, {@link
 * mica.office.delivery.ChunkRound}, {@link mica.office.delivery.Recorder}) reach the world by {@link
 * mica.office.delivery.EngineTime}, {@link mica.office.delivery.DeliveryStore}, {@link mica.office.delivery.Addressees},
 * {@link mica.office.delivery.Letters} and {@link mica.office.delivery.Carrier}, start no thread and draw nothing by chance:
 * one thread can run them, and the same world gives the same history. {@link mica.office.delivery.NoticeDelivery} gives them
 * threads.
 */
@org.jspecify.annotations.NullMarked
package mica.office.delivery;

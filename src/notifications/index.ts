export { queueMail, sendQueued, stuckMails, sweepMails, type Mail, type StuckMails } from './outbox.ts'
export { createTransport, letterRenderer } from './transport.ts'

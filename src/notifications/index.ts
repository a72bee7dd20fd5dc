export { queueMail, sendQueued, stuckMails, sweepMails, type Mail, type MailKind, type StuckMails } from './outbox.ts'
export { createTransport, letterRenderer, type Transport } from './transport.ts'

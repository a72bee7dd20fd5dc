export { queueMail, sendQueued, type Mail, type MailKind } from './outbox.ts'
export { createTransport, letterRenderer, type Transport } from './transport.ts'

import { createTransport } from 'nodemailer'
import t from 'tap'
import { postOffice } from '../notifications/post-office.ts'
import { answer, ask } from '../support/tickets.ts'
import { until } from '../support/until.ts'
import { world } from '../support/world.ts'
import { repliesTo } from './mailing.ts'

t.test('a conversation by mail: ours goes out, and the answer that a mail program makes of it comes in', async t => {
  const office = await postOffice(t)
  const w = await world(t, { MAIL_FROM: 'Acme <help@acme.example>', SMTP_URL: office.url, MAIL_IN_PORT: '0', HOST: '127.0.0.1' })
  await w.work()
  const reference = await ask(w.ada)
  await answer(w.grace, reference, 'Is it *plugged* in?')
  const ours = () => office.mails.find(({ text }) => text?.includes('plugged'))
  await until(() => ours() !== undefined)

  const { replyTo, subject = '', messageId = '', references = '', text = '' } = ours() ?? {}
  t.match(replyTo?.text, /^help\+\d+-[a-z2-7]{26}@acme\.example$/)
  const program = createTransport({ host: '127.0.0.1', port: Number(/comes in at port (\d+)/.exec(w.logged.join())?.[1]), ignoreTLS: true })
  t.teardown(() => program.close())
  await program.sendMail({
    from: 'ada@example.com', to: replyTo?.text, subject: `Re: ${subject}`, inReplyTo: messageId, references: [...[references].flat(), messageId],
    text: `Now it is.\n\nOn Mon, Nov 2, 2026 at 10:00 AM Acme <help@acme.example> wrote:\n\n${text.split('\n').map(line => `> ${line}`).join('\n')}`,
  })
  await until(async () => (await repliesTo(w, reference)).length === 2)

  const [, reply] = await repliesTo(w, reference)
  t.match(reply, { author: 'Ada', text: 'Now it is.', quoted: /plugged/, status: 'open' })
  t.match((await w.grace.get(`/desk/tickets/${reference}`)).$('.entry').last().text(), /Ada[^]*Now it is\.[^]*Show quoted text/)
})

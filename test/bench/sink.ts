import { SMTPServer } from 'smtp-server'

// A mail server that takes everything and keeps nothing; it tells how much it took to whoever started it.
let taken = 0

const server = new SMTPServer({
  authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'], disableReverseLookup: true,
  onData(stream, _session, done) {
    stream.resume().once('end', () => {
      taken++
      done()
    })
  },
})
server.on('error', () => {})
server.listen(Number(process.env['PORT']), '127.0.0.1', () => process.send?.('listens'))
process.on('message', () => process.send?.(taken))
process.on('disconnect', () => process.exit())

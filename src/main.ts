import closeWithGrace from 'close-with-grace'
import { buildApp } from './app.ts'
import { ConfigError, readConfig, type Config } from './config.ts'
import { demoSignIns, fillDemo } from './demo/index.ts'
import { openServices, startWork } from './start.ts'

const graceSeconds = 9

try {
  await start(readConfig())
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error)
  process.exit(1)
}

async function start(config: Config): Promise<void> {
  const services = await openServices(config, sentence => console.log(sentence))
  if (config.demo) await fillDemo(services)
  const app = await buildApp(services)
  const stopWork = await startWork(services, sentence => console.log(sentence))
  await app.listen({ port: config.PORT, host: config.HOST })
  console.log(`${config.SITE_NAME} is open at ${config.baseUrl}`)
  if (config.demo) console.log(`Demo sign-ins, all with the password "${demoSignIns.password}":\n${demoSignIns.people.map(({ email, who }) => `  ${email} (${who})`).join('\n')}`)

  closeWithGrace({ delay: graceSeconds * 1_000, logger: false }, async ({ err }) => {
    if (err !== undefined) app.log.error(err)
    app.leaving = true
    services.live.close()
    await app.close()
    await stopWork(graceSeconds)
    await services.markdown.close()
    await services.connection.close()
  })
}

import { ConfigError, readConfig } from '../config.ts'
import { CannotStart } from '../db/reach.ts'
import { exportFolder, NotEmpty } from '../help/export/index.ts'
import { openServices } from '../start.ts'
import { close, Refused } from './stop.ts'

const usage = `Writes the help centre as Markdown files, which help:import takes back:
  npm run help:export -- <new folder>`

try {
  await run(process.argv.slice(2))
} catch (error) {
  const expected = [Refused, NotEmpty, ConfigError, CannotStart].some(kind => error instanceof kind)
  console.error(expected ? (error as Error).message : error)
  process.exitCode = 1
}

async function run([folder, ...others]: string[]): Promise<void> {
  if (folder === undefined || folder.startsWith('-') || others.length > 0) throw new Refused(usage)
  const services = await openServices(readConfig(), sentence => console.error(sentence))
  try {
    const { categories, articles, questions, synonyms, files, missing } = await exportFolder({ db: services.connection.db, storage: services.storage }, folder)
    console.log(`${articles} articles in ${categories} categories, ${questions} questions, ${synonyms} groups of synonyms and ${files} files are in ${folder}.`)
    for (const path of missing) console.error(`The bytes of ${path} are not there.`)
    if (missing.length > 0) process.exitCode = 1
  } finally {
    await close(services)
  }
}

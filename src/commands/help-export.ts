import { exportFolder, NotEmpty } from '../help/export/index.ts'
import { command, Refused, withServices } from './command.ts'

const usage = `Writes the help centre as Markdown files, which help:import takes back:
  npm run help:export -- <new folder>`

await command(async ([folder, ...others]) => {
  if (folder === undefined || folder.startsWith('-') || others.length > 0) throw new Refused(usage)
  await withServices(async ({ connection: { db }, storage }) => {
    const { categories, articles, questions, synonyms, files, missing } = await exportFolder({ db, storage }, folder)
    console.log(`${articles} articles in ${categories} categories, ${questions} questions, ${synonyms} groups of synonyms and ${files} files are in ${folder}.`)
    for (const path of missing) console.error(`The bytes of ${path} are not there.`)
    if (missing.length > 0) process.exitCode = 1
  })
}, NotEmpty)

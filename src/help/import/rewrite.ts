import type { Addresses } from './addresses.ts'
import type { Assets } from './assets.ts'
import { linksOf, type Link } from './links.ts'
import type { Report } from './report.ts'

export interface Places { addresses: Addresses; assets: Assets; report: Report }

/** The text with its links leading to where their goals are now. All else stays as it is, byte for byte. */
export async function withLinks(places: Places, path: string, text: string, linesAbove: number): Promise<string> {
  const pieces: string[] = []
  let at = 0
  let line = linesAbove + 1
  for (const link of linksOf(text)) {
    const before = text.slice(at, link.start)
    line += linesIn(before)
    pieces.push(before, await goal(places, path, link, line))
    at = link.end
  }
  return [...pieces, text.slice(at)].join('')
}

function linesIn(text: string): number {
  let lines = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines++
  return lines
}

async function goal({ addresses, assets, report }: Places, path: string, { address }: Link, line: number): Promise<string> {
  const meaning = addresses.meaning(path, address.trim())
  if (meaning === undefined) return address
  if ('address' in meaning) return meaning.address
  if ('missing' in meaning) {
    report.missing.push({ path, line, reason: `${address}: ${meaning.missing}` })
    return address
  }
  const asset = await assets.take(meaning.file)
  if ('address' in asset) return asset.address
  report.missing.push({ path, line, reason: `${address}: ${asset.problem}` })
  return address
}

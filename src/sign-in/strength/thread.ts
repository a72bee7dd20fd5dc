import { parentPort } from 'node:worker_threads'
import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common'
import type { Question, Weakness } from './index.ts'

const judge = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs })
/** Guessed within a hundred million tries; each of the ten thousand most used passwords is, and most of what is made from them. */
const tooEasy = 2

const groups: Record<string, Weakness> = {
  userInputs: 'own', simpleRepeat: 'repeats', extendedRepeat: 'repeats', straightRow: 'row', keyPattern: 'row', sequences: 'row', recentYears: 'date', dates: 'date',
  topTen: 'common', topHundred: 'common', common: 'common', similarToCommon: 'common', wordByItself: 'common', namesByThemselves: 'common', commonNames: 'common', pwned: 'common',
}

/** Judged by its beginning: what makes a long text strong is there, and a hostile one costs no more. */
const judgedAtMost = 72
/** So many signs must be left when one's own names are taken out. */
const ofItsOwn = 6

parentPort?.on('message', ({ password, own }: Question) => parentPort?.postMessage(judged(password.slice(0, judgedAtMost), wordsOf(own))))

function judged(password: string, own: string[]): Weakness | null {
  if (withoutOwn(password, own).length < ofItsOwn) return 'own'
  const { score, feedback } = judge.check(password, own)
  return score > tooEasy ? null : groups[feedback.warning ?? ''] ?? 'short'
}

function wordsOf(own: string[]): string[] {
  const words = own.flatMap(text => [text, ...text.split(/[^\p{L}\p{N}]+/u)]).map(word => word.toLowerCase())
  return [...new Set(words)].filter(word => word.length > 2).sort((a, b) => b.length - a.length)
}

function withoutOwn(password: string, own: string[]): string {
  const rest = own.reduce((text, word) => text.replaceAll(word, ''), password.toLowerCase())
  return rest === password.toLowerCase() ? password : rest.replace(/[^\p{L}\p{N}]/gu, '')
}

import type { Letter } from './letters.ts'

declare module '../web/views.ts' {
  interface Views {
    'mail/letter.text': { letter: Letter }
    'mail/letter.html': { letter: Letter }
  }
}

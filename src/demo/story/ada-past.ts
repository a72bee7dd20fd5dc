import type { TicketStory } from './types.ts'

/** Ada's tickets that are over, oldest first. */
export const adaPast: TicketStory[] = [
  {
    key: 'printer', at: '70d 19:42', who: 'ada', category: 'problem', priority: 'normal',
    title: 'Receipt printer drops the last line',
    text: `Since I put in a new paper roll on market day, every receipt stops one line short: the **total** is there, but the line with my VAT number is cut off.

- printer: Slip 58
- tablet: Android, Barrow 5.1
- paper: the rolls that came with the printer`,
    steps: [
      { at: '69d 08:51', who: 'grace', does: 'assign', to: 'grace' },
      { at: '69d 08:58', who: 'grace', does: 'reply', text: `Hello Ada,

Thank you for listing everything, that saves us both a round trip. The printer probably cuts before the last line has left it. Could you try this?

1. In Barrow, open **Settings → Printer → Slip 58**.
2. Set **Feed after printing** from \`2\` to \`4\`.
3. Print a test receipt.

Is the last line there now?

Grace` },
      { at: '69d 12:20', who: 'ada', does: 'reply', text: 'Found it, though it was under *Hardware*, not under *Printer*. With 4 the whole receipt comes out. Thanks!' },
      { at: '69d 13:02', who: 'grace', does: 'reply', text: 'Glad to hear it! And you are right: the setting moved with 5.1 and our instructions did not. I have just corrected them.' },
      { at: '69d 13:03', who: 'grace', does: 'resolve', notes: 'The receipt was cut before its last line had left the printer. **Hardware → Slip 58 → Feed after printing** is now at 4 lines.' },
      { at: '66d 20:15', who: 'ada', does: 'close' },
      { at: '66d 20:17', who: 'ada', does: 'rate', score: 4, words: 'Quick and clear. One star off because the menu had another name than in the instructions.' },
      { at: '65d 08:40', who: 'grace', does: 'look' },
    ],
  },
  {
    at: '41d 16:05', who: 'ada', category: 'question', priority: 'low',
    title: 'How do I record a deposit for a wedding order?',
    text: `A couple wants 120 jars for their wedding and will pay me £100 now, the rest when I deliver in eight weeks.

If I ring it up as a sale, it counts as takings today, which it isn't. How do I record money that I have but have not earned yet?`,
    steps: [
      { at: '40d 09:26', who: 'grace', does: 'assign', to: 'grace' },
      { at: '40d 09:34', who: 'grace', does: 'reply', text: `Hello Ada, what a lovely order! This is what **deposits** are for:

1. On the till, press **More → Take a deposit**, enter the name and £100.
2. The money goes into your cash box or card account, but not into your takings.
3. When you deliver, open the deposit and press **Turn into a sale**: the £100 is taken off, and the whole order counts on that day.

You find open deposits in the back office under *Money → Owed to customers*.` },
      { at: '40d 18:11', who: 'ada', does: 'reply', text: '> Take a deposit\n\nThat was staring at me all along. Does the couple get a receipt for it?' },
      { at: '39d 08:47', who: 'grace', does: 'reply', text: 'They do: it says “Deposit” in large letters and how much is left to pay. You can print it or send it by mail.' },
      { at: '39d 08:48', who: 'grace', does: 'resolve', notes: 'Money paid ahead is recorded with **More → Take a deposit** and turned into a sale on delivery. A deposit has its own receipt.' },
      { at: '39d 19:30', who: 'ada', does: 'look' },
      { at: '34d 08:50', does: 'announce closing' },
      { at: '32d 08:50', does: 'close by itself' },
      { at: '31d 10:00', who: 'ada', does: 'look' },
    ],
  },
  {
    at: '24d 20:33', who: 'ada', category: 'billing', priority: 'normal',
    title: 'Invoice 2207 shows my old address',
    text: `I moved the honey house this year and changed the address in *My business*, but the invoice you sent today still says **Mill Lane**. My accountant will not take it like that.

The new one is: 7 Orchard Row, Hexham NE46 0ZZ`,
    files: ['invoice-2207.pdf'],
    steps: [
      { at: '23d 09:10', who: 'grace', does: 'assign', to: 'grace' },
      { at: '23d 09:31', who: 'grace', does: 'reply', files: ['invoice-2207-corrected.pdf'], text: `Hello Ada,

Sorry about that. *My business* is what your customers see on receipts; the address on **our** invoices is kept apart, under *Subscription → Billing address*. Two places for one thing is one too many, I have passed that on.

I changed it for you, and here is the invoice again with the right address. The number stays the same, so there is nothing to cancel.` },
      { at: '23d 09:32', who: 'grace', does: 'resolve', notes: 'Billing address changed to Orchard Row and invoice 2207 issued again with the same number. Next month’s will be right by itself.' },
      { at: '22d 07:48', who: 'ada', does: 'thank', text: 'Perfect, sent on to my accountant. Have a good day!' },
      { at: '20d 17:05', who: 'ada', does: 'close' },
      { at: '20d 17:06', who: 'ada', does: 'rate', score: 5, words: 'Corrected invoice in my inbox before I had finished packing the van.' },
      { at: '19d 08:35', who: 'grace', does: 'look' },
    ],
  },
  {
    at: '17d 07:08', who: 'ada', category: 'account', priority: 'urgent',
    title: 'Locked out at the stall, market has opened',
    text: 'Barrow says *“This device is no longer registered”* and wants a code from the back office. I am at the stall and my laptop is at home!! **I cannot sell anything.**',
    steps: [
      { at: '17d 07:11', who: 'grace', does: 'assign', to: 'grace' },
      { at: '17d 07:12', who: 'grace', does: 'reply', text: 'I am on it, Ada. Which of your two tablets is this, the one called **Stall** or the other one called **Stall**? 🙂 Tell me the last four digits under *About this device*.' },
      { at: '17d 07:15', who: 'ada', does: 'reply', text: 'ends in `40C7`' },
      { at: '17d 07:19', who: 'grace', does: 'reply', text: `Thank you. The old tablet was removed from your account yesterday at 22:10, and because both have the same name, this one went with it. I have put it back:

1. Close Barrow completely and open it again.
2. Sign in with your stall PIN as always.

No code needed. Are you in?` },
      { at: '17d 07:24', who: 'ada', does: 'reply', text: 'I am in, first customer served. You saved my morning. It was me who removed the old one last night.' },
      { at: '17d 08:30', who: 'grace', does: 'resolve', notes: 'Removing the old tablet also removed the new one, as both were called “Stall”. The device is registered again and now called **Stall 40C7**; our developers know about the mix-up.' },
      { at: '17d 19:02', who: 'ada', does: 'close' },
      { at: '17d 19:03', who: 'ada', does: 'rate', score: 5, words: 'Sixteen minutes from panic to selling. Thank you, Grace!' },
      { at: '16d 08:31', who: 'grace', does: 'look' },
    ],
  },
]

import type { TicketStory } from './types.ts'

/** Carl's tickets. Ada must never learn that they exist. */
export const carls: TicketStory[] = [
  {
    at: '30d 05:35', who: 'carl', category: 'billing', priority: 'low',
    title: 'Pay by the year?',
    text: 'Is it cheaper to pay for the year at once? And from when?',
    steps: [
      { at: '30d 09:12', who: 'grace', does: 'assign', to: 'grace' },
      { at: '30d 09:20', who: 'grace', does: 'reply', text: 'Good morning Carl, yes: twelve months for the price of ten, **£140** instead of £168. You can change any day; what is left of the month is taken off.' },
      { at: '29d 05:20', who: 'carl', does: 'reply', text: 'Then please change it today.' },
      { at: '29d 09:03', who: 'grace', does: 'resolve', notes: 'Changed to yearly payment. £131.40 will be taken from your card, with the rest of this month deducted.' },
      { at: '28d 05:31', who: 'carl', does: 'close' },
      { at: '28d 05:31', who: 'carl', does: 'rate', score: 5 },
      { at: '28d 08:44', who: 'grace', does: 'look' },
    ],
  },
  {
    at: '5d 05:48', who: 'carl', category: 'question', priority: 'normal',
    title: 'Two prices for the same loaf',
    text: `A rye loaf is £4.20, from three in the afternoon £3.00, and cafés get it for £3.40. I have three buttons for it now and my stock is wrong because of that.

What is the right way?`,
    steps: [
      { at: '4d 10:17', who: 'grace', does: 'assign', to: 'grace' },
      { at: '4d 10:31', who: 'grace', does: 'reply', text: `Good morning Carl, one loaf should be one button:

- for the afternoon: *Prices → Times of day*, from 15:00, £3.00
- for cafés: *Prices → Groups*, and pick the group on the till before the sale

Then your stock counts one kind of loaf. Shall I merge the three buttons for you? What was sold stays as it is.` },
      { at: '2d 05:40', who: 'carl', does: 'reply', text: 'Yes, please merge them. But not between 5 and 14 o’clock, I am selling then.' },
    ],
  },
  {
    at: '3d 14:30', who: 'carl', category: 'orders', priority: 'normal',
    title: 'Where is my second card reader?',
    text: 'Order **B-31902**, “sent” eight days ago. Nothing has come.',
    steps: [
      { at: '3d 15:20', who: 'grace', does: 'assign', to: 'grace' },
      { at: '3d 15:34', who: 'grace', does: 'reply', text: 'Sorry Carl, the parcel came back to us today: the address on it has no house number. *Granary Yard, Alnwick* is what we have. What is the number? It leaves again the same day, by express.' },
      { at: '2d 05:44', who: 'carl', does: 'look' },
    ],
  },
  {
    at: '6h', who: 'carl', category: 'problem', priority: 'high',
    title: 'Evening report does not arrive any more',
    text: 'The mail with the figures of the day has not come for three days. I bake by it. Nothing in spam. Address is right, *Send a test* says “sent” and nothing comes.',
    steps: [],
  },
]

import type { DraftStory, TicketStory } from './types.ts'

/** Ada's tickets of this week: what she waits for, and what waits for her. */
export const adaNow: TicketStory[] = [
  {
    at: '5d 13:12', who: 'ada', category: 'problem', priority: 'high',
    title: 'Card reader shows E27 and stops',
    text: `In the middle of a payment the reader went dark, and when I switch it on again the lamp is amber and it shows **E27**. The same after an hour on the charger.

Until this is solved I can only take cash, and half of my customers have none. Photo attached.`,
    files: ['card-reader.png'],
    steps: [
      { at: '5d 13:40', who: 'grace', does: 'assign', to: 'grace' },
      { at: '5d 13:52', who: 'grace', does: 'reply', text: `Hello Ada, thank you for the photo. E27 means that the reader does not trust its battery. Often it is only the contact:

1. Switch off, open the lid at the back, take the battery out.
2. Wipe the three gold contacts with a dry cloth.
3. Put it back, charge with **another cable** for half an hour.

Meanwhile you can take cards with your phone: *Settings → Take cards on this phone*. Same fees.` },
      { at: '4d 19:15', who: 'ada', does: 'reply', text: 'Taking cards on the phone works, that is a relief. The reader does not: cleaned, other cable, other socket, still E27.' },
      { at: '2d 10:05', who: 'grace', does: 'note', text: 'Third E27 out of batch 2231 this month. Swap under warranty, no more questions; Mona agrees. We only need the serial number for the return label.' },
      { at: '2d 10:12', who: 'grace', does: 'reply', text: `Then it gets a new reader, at our cost. Two things I need for that:

- the **serial number**, under the battery (\`BP2-\` and eight digits)
- where to send it: Orchard Row, or to the market office?

It goes out the day you answer.` },
      { at: '2d 13:00', who: 'ada', does: 'look' },
    ],
  },
  {
    at: '3d 20:15', who: 'ada', category: 'question', priority: 'normal',
    title: 'Which figures does my accountant need for the quarter?',
    text: 'My accountant asks for “sales by VAT rate and the fees apart”. There are four reports that sound like it. Which one is it, and can I give her access instead of sending files?',
    steps: [
      { at: '2d 09:30', who: 'grace', does: 'assign', to: 'grace' },
      { at: '2d 09:44', who: 'grace', does: 'reply', text: `Hello Ada, it is **Quarter for the accountant** (*Reports → For others*). It has sales by VAT rate, card fees on a line of their own, and deposits apart.

And yes, you can give her access: *People → Invite → Accountant*. She sees reports and nothing else, and it costs nothing.` },
      { at: '21h', who: 'ada', does: 'reply', text: `Found it, thank you. Two things she asks:

1. Honey is zero-rated, candles are 20 %. Why are the **gift boxes** all under 20 %? There is honey *and* a candle in them.
2. Can the report run from the 6th to the 5th?` },
    ],
  },
  {
    follows: 'printer', at: '2d 17:45', who: 'ada', category: 'problem', priority: 'normal',
    title: 'Receipt printer drops the last line again',
    text: 'The same as in the old ticket: the VAT line is missing. *Feed after printing* still says 4. It began when I put in one of the new rolls, the ones that you sent in exchange.',
    steps: [
      { at: '45m', who: 'grace', does: 'assign', to: 'grace' },
      { at: '25m', who: 'grace', does: 'reply', text: `Hello Ada,

These rolls are from another maker and a little thicker, so the printer pulls in less with each step. \`5\` or \`6\` should do it.

Could you try **6** and tell me whether the line is whole? If it is, I will have us put a slip of paper into the box that says so.

Grace` },
    ],
  },
  {
    at: '23h', who: 'ada', category: 'other', priority: 'low',
    title: 'A wish: something for sunny days',
    text: 'Not a fault, a wish. In full sun I cannot read the till, grey on white is the first to go. Could there be a **black on yellow** or at least a bold mode? The greengrocer next to me would love it too.',
    steps: [
      { at: '22h', who: 'ada', does: 'reply', text: 'PS: and bigger numbers on the *change* line. That is the one I read out loud to people.' },
    ],
  },
  {
    at: '12m', who: 'ada', category: 'problem', priority: 'urgent',
    title: 'Till does not open: “database is locked”',
    text: `Since the update Barrow does not get past the picture with the wheelbarrow. After a minute it says:

\`\`\`
Cannot open the till: database is locked (5.3.2)
\`\`\`

I open in half an hour, what can I do?`,
    steps: [
      { at: '4m', who: 'ada', does: 'reply', text: 'Tried since: restarting the tablet **twice**, flight mode. On my phone (still 5.3.1) it opens, but without the prices I changed last week.' },
    ],
  },
]

export const drafts: DraftStory[] = [
  {
    at: '3h', who: 'ada', fields: {
      category: 'billing', priority: 'normal', title: 'Take the subscription from another bank account',
      description: `From next month, please take the subscription from our business account instead of mine:

- Name: Okonkwo Honey
- Sort code: `,
    },
  },
]

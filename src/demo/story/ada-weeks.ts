import type { TicketStory } from './types.ts'

/** Ada's tickets of the last two weeks. */
export const adaWeeks: TicketStory[] = [
  {
    at: '12d 18:40', who: 'ada', category: 'problem', priority: 'normal',
    title: 'Cash of market day is counted twice',
    text: `Yesterday's figures in the back office cannot be right:

| | Barrow | my cash box |
|---|---|---|
| Cash | £412.60 | £206.30 |
| Cards | £388.00 | £388.00 |

Cash is exactly double, cards are fine. I have not touched anything.`,
    steps: [
      { at: '11d 09:05', who: 'grace', does: 'assign', to: 'grace' },
      { at: '11d 10:22', who: 'grace', does: 'reply', text: `Hello Ada,

You have sharp eyes: your tablet sent the 31 cash sales of that day **twice**, after the connection had dropped in the middle of sending. Our server should have noticed and did not.

I have taken out the second copies. Would you check the day once more?` },
      { at: '9d 20:10', who: 'ada', does: 'reply', text: 'Sorry for the late answer, we were bottling. £206.30 it is, to the penny.' },
      { at: '8d 09:20', who: 'grace', does: 'resolve', notes: 'Cash sales were sent twice after the connection had dropped. The copies are gone and the figures are right; the correction came with app version **5.3.1**, which your tablet has.' },
      { at: '4d 19:02', who: 'ada', does: 'reply', text: `It has happened again, I am afraid. Cash **£377.80** in Barrow, **£188.90** in the box. Exactly double once more, and once more there was hardly any signal on the square.

My quarter ends soon, so this is getting pressing.` },
      { at: '3d 08:40', who: 'mona', does: 'prioritise', to: 'high' },
      { at: '3d 09:15', who: 'grace', does: 'reply', text: `I am sorry, Ada. What we corrected in 5.3.1 was evidently not all of it.

Could you send us the log of that day from the tablet? It is under **Settings → Help → Save log**; attach the file here. It holds times and sale numbers, nothing about your customers.` },
      { at: '3d 12:45', who: 'ada', does: 'look' },
      { at: '5h', who: 'ada', does: 'reply', files: ['barrow-sync.log'], text: 'Here it is. I left everything in as it was saved; market day starts at the top.' },
      { at: '3h', who: 'grace', does: 'note', text: `Log shows it nicely: batch \`b-7741\` times out at 13:46, the tablet splits it and sends the halves under **new** ids, and the server keeps all three. Cards come out right only because payments have numbers of their own. 5.3.1 only looks at whole batches.

Tomas has a fix in test for 5.3.3. *No date to the customer yet.* I will correct her books by hand today, that is what matters to her.` },
    ],
  },
  {
    at: '10d 11:25', who: 'ada', category: 'orders', priority: 'low',
    title: 'Paper rolls in the wrong width',
    text: 'I ordered ten rolls of 58 mm (order **B-31877**) and got ten of 80 mm. They are lovely rolls, but they will not go into my printer. No hurry, I still have two.',
    steps: [
      { at: '10d 14:03', who: 'grace', does: 'assign', to: 'grace' },
      { at: '10d 14:08', who: 'grace', does: 'reply', text: `Hello Ada, that was our mistake in packing. Ten rolls of 58 mm go out to you today, second class, so count on three days.

Please don't send the others back. If a neighbour of yours has the wide printer, make them a present of it.` },
      { at: '10d 14:09', who: 'grace', does: 'resolve', notes: 'Ten rolls of 58 mm sent free of charge; the 80 mm ones need not come back.' },
      { at: '6d 18:30', who: 'ada', does: 'thank', text: 'They came this morning and they fit. The wide ones went to the fish stall, who send their thanks (and a mackerel).' },
      { at: '4d 19:20', who: 'ada', does: 'close' },
      { at: '3d 08:36', who: 'grace', does: 'look' },
    ],
  },
  {
    at: '6d 20:50', who: 'ada', category: 'account', priority: 'normal',
    title: 'My sister will run the second stall: what can she see?',
    text: `From next month my sister Ngozi sells at the second stall. I would like her to

- sell and take cards
- close her own day

but **not** change prices or see the figures of the whole year. Is that possible without a second subscription?`,
    steps: [
      { at: '5d 09:02', who: 'mona', does: 'assign', to: 'mona' },
      { at: '5d 09:40', who: 'mona', does: 'reply', text: `Hello Ada,

Yes, and without paying more: your plan holds up to three people. What you describe is the role **Seller**.

| | Seller | Manager |
|---|---|---|
| Sell, take cards, close own day | yes | yes |
| Change prices | no | yes |
| Figures of all stalls | no | yes |

You can invite her under *People*, or tell me her address and I will do it with you.` },
      { at: '4d 19:25', who: 'ada', does: 'reply', text: 'Seller it is. Please invite her: ngozi@example.com. She starts in two weeks.' },
      { at: '2d 11:16', who: 'mona', does: 'reply', text: 'Done. She has a mail with a link that works for a week; with her first sign-in she chooses her own PIN. Wish her good sales from us!' },
      { at: '2d 11:20', who: 'mona', does: 'resolve', notes: 'Ngozi is invited as **Seller** for the second stall. She can sell and close her own day; prices and yearly figures stay with you. To change that later: *People → Ngozi → Role*.' },
      { at: '2d 18:05', who: 'ada', does: 'look' },
    ],
  },
]

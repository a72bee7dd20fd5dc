/** How programs quote, by their names: what was written, then what was quoted of us. */
export const quoting: Record<string, { text: string; own: string; hidden: RegExp }> = {
  'Gmail': { own: 'It works now.', text: 'It works now.\n\nOn Mon, Nov 2, 2026 at 10:00 AM Acme Support <help@acme.example> wrote:\n\n> Is it plugged in?\n>\n> Grace\n', hidden: /plugged in/ },
  'Gmail, over two lines': { own: 'It works now.', text: 'It works now.\n\nOn Mon, Nov 2, 2026 at 10:00 AM Acme Support with a long name\n<help@acme.example> wrote:\n\n> Is it plugged in?\n', hidden: /plugged in/ },
  'Gmail in French': { own: 'Ça marche.', text: 'Ça marche.\n\nLe lun. 2 nov. 2026 à 10:00, Acme <help@acme.example> a écrit :\n\n> Est-il branché ?\n', hidden: /branché/ },
  'Gmail in Spanish': { own: 'Ya funciona.', text: 'Ya funciona.\n\nEl lun, 2 nov 2026 a las 10:00, Acme (<help@acme.example>) escribió:\n\n> ¿Está enchufada?\n', hidden: /enchufada/ },
  'Gmail in German': { own: 'Es geht.', text: 'Es geht.\n\nAm Mo., 2. Nov. 2026 um 10:00 Uhr schrieb Acme <help@acme.example>:\n\n> Ist er eingesteckt?\n', hidden: /eingesteckt/ },
  'Apple Mail': { own: 'Thanks, it works.', text: 'Thanks, it works.\n\n> On 2 Nov 2026, at 10:00, Acme <help@acme.example> wrote:\n> \n> Is it plugged in?\n', hidden: /plugged in/ },
  'Thunderbird': { own: 'Works.', text: 'Works.\n\nOn 11/2/26 10:00, Acme wrote:\n> Is it plugged in?\n> Grace\n', hidden: /plugged in/ },
  'Outlook': { own: 'Works.', text: 'Works.\n\n-----Original Message-----\nFrom: Acme <help@acme.example>\nSent: Monday, 2 November 2026 10:00\nTo: Ada\nSubject: Printer on fire\n\nIs it plugged in?\n', hidden: /plugged in/ },
  'Outlook in German': { own: 'Geht.', text: 'Geht.\n\n-----Ursprüngliche Nachricht-----\nVon: Acme <help@acme.example>\nGesendet: Montag, 2. November 2026 10:00\n\nIst er eingesteckt?\n', hidden: /eingesteckt/ },
  'below what it answers': { own: 'Yes, it is.', text: '> Is it plugged in?\n\nYes, it is.\n', hidden: /plugged in/ },
}

/** An answer between the lines needs them to be understood: nothing of it is folded. */
export const betweenTheLines = '> Is it plugged in?\n\nYes.\n\n> Is it on?\n\nYes, too.'

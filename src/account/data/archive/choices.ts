import type { Preferences, UiPreferences } from '../../../preferences/index.ts'
import { t, type MessageKey } from '../../../web/i18n.ts'
import { allOf } from '../../../web/lists.ts'
import type { Option } from '../../../web/views.ts'
import { asBrowser } from '../../preferences/forms.ts'
import { clockOptions, dateOptions, densityOptions, filterOptions, languageOptions, motionOptions, sortOptions, textOptions, themeOptions } from '../../preferences/options.ts'
import type { Item } from '../views.ts'

/** What they chose, in the words in which it was asked. */
export function preferenceItems({ ui, communication, notification }: Preferences, siteZone: string): Item[] {
  return [
    { title: t('account.preferences'), facts: uiFacts(ui, siteZone) },
    { title: t('account.communication'), facts: communicationFacts(communication) },
    { title: t('account.notifications'), facts: Object.entries(notification).map(([event, way]) => [t(`notify.event-${event}` as MessageKey), t(`notify.way-${way}` as MessageKey)]) },
  ]
}

function uiFacts(ui: UiPreferences, siteZone: string): [string, string][] {
  const { dateFormat, clock } = ui
  const sample = { dateFormat, clock, timeZone: ui.timeZone || siteZone }
  return [
    [t('preferences.language'), chosen(languageOptions(), ui.language || asBrowser)], [t('preferences.time-zone'), ui.timeZone],
    [t('preferences.date-format'), chosen(dateOptions(sample), dateFormat)], [t('preferences.clock'), chosen(clockOptions(sample), clock)],
    [t('preferences.theme'), chosen(themeOptions(), ui.theme)], [t('preferences.text-size'), chosen(textOptions(), ui.textSize)],
    [t('preferences.density'), chosen(densityOptions(), ui.density)], [t('preferences.motion'), chosen(motionOptions(), ui.motion)],
    [t('preferences.filter'), chosen(filterOptions(), ui.filter)], [t('preferences.sort'), chosen(sortOptions(), ui.sort)],
    [t('preferences.tickets-a-page'), String(ui.ticketsAPage)],
  ]
}

function communicationFacts({ channel, replyByMail, copies, format, quiet, quietFrom, quietTo, participants }: Preferences['communication']): [string, string][] {
  return [
    [t('contact.channel'), t(`contact.channel-${channel}`)], [t('contact.reply-by-mail'), yesOrNo(replyByMail)], [t('contact.copies'), yesOrNo(copies)],
    [t('contact.format'), t(`contact.format-${format}`)], [t('contact.quiet'), quiet ? `${quietFrom}–${quietTo}` : yesOrNo(false)],
    [t('contact.participants'), allOf(participants)],
  ]
}

const chosen = (options: Option[], value: string): string => options.find(option => option.value === value)?.label ?? value
const yesOrNo = (yes: boolean): string => t(yes ? 'export.yes' : 'export.no')

import type { Page } from 'playwright'
import { password } from './world.ts'

/** Signs in through the form, as anybody does. */
export async function signIn(page: Page, email: string): Promise<Page> {
  await page.goto('/sign-in')
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
  return page
}

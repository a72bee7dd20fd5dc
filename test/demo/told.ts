import { fillDemo } from '../../src/demo/index.ts'
import { people, type Who } from '../../src/demo/people.ts'
import type { Client } from '../support/client.ts'
import { password, type World } from '../support/world.ts'

/** The world with nobody in it but the people of the demo. */
export async function told({ db, services, browser, ...world }: World) {
  await db.deleteFrom('profiles').execute()
  const filled = await fillDemo(services)
  return {
    ...world, db, services, filled,
    /** A browser in which that person has signed in through the form. */
    async as(who: Who): Promise<Client> {
      const client = browser()
      await client.post('/sign-in', { email: people[who].email, password })
      return client
    },
    async idOf(who: Who): Promise<string> {
      return (await db.selectFrom('profiles').select('id').where('email', '=', people[who].email).executeTakeFirstOrThrow()).id
    },
  }
}

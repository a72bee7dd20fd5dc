import { createHash, createHmac } from 'node:crypto'
import type { Db } from '../db/connect.ts'

/** What opens a person's feed. The database holds only its hash; it is made anew from the secret whenever its owner wants to see it. */
export const feedToken = (secret: string, feedId: string): string => createHmac('sha256', secret).update(`feed ${feedId}`).digest('base64url')

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

/** The token of somebody's feed, if they have one. */
export async function findFeedToken(db: Db, secret: string, profileId: string): Promise<string | undefined> {
  const feed = await db.selectFrom('feeds').select(['id', 'token_hash']).where('profile_id', '=', profileId).executeTakeFirst()
  const token = feed === undefined ? undefined : feedToken(secret, feed.id)
  // With another secret the old address goes on working, but nobody can say it any more.
  return token !== undefined && hashOf(token) === feed?.token_hash ? token : undefined
}

/** Gives somebody a feed at a new address; the old one, if there was any, answers no more. */
export async function giveFeed(db: Db, secret: string, profileId: string, feedId: string): Promise<void> {
  const feed = { id: feedId, token_hash: hashOf(feedToken(secret, feedId)) }
  await db.insertInto('feeds').values({ profile_id: profileId, ...feed }).onConflict(conflict => conflict.column('profile_id').doUpdateSet(feed)).execute()
}

/** Says whether there was one. */
export async function takeFeed(db: Db, profileId: string): Promise<boolean> {
  return await db.deleteFrom('feeds').where('profile_id', '=', profileId).returning('id').executeTakeFirst() !== undefined
}

/** Whose feed that token opens. */
export async function findFeedOwner(db: Db, token: string) {
  return db.selectFrom('feeds').innerJoin('profiles', 'profiles.id', 'feeds.profile_id').leftJoin('customer_preferences', 'customer_id', 'profiles.id')
    .where('token_hash', '=', hashOf(token)).select(['profiles.id', 'feeds.id as feedId', 'ui_preferences']).executeTakeFirst()
}

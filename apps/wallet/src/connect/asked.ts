// The request of an app that this browser was sent here with.
import 'server-only'
import { type Asked, readInteraction } from '@farebox/auth/oauth'
import { AppError } from '@farebox/errors'
import { headers } from 'next/headers'
import { oauth } from '../server/oauth'

/** What the OAuth server needs to know this browser by. */
export async function ofThisBrowser(uid: string): Promise<{ cookies: string; uid: string }> {
  return { cookies: (await headers()).get('cookie') ?? '', uid }
}

/** Undefined: it ended, or it belongs to another browser. */
export async function askedOfThisBrowser(uid: string): Promise<Asked | undefined> {
  try {
    return await readInteraction(await oauth(), await ofThisBrowser(uid))
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'connect_expired') return undefined
    throw thrown
  }
}

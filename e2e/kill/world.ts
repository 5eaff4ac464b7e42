// Who calls while something is killed: four users with money of their own, in one app.

import { dollars, makeApp, makeKey, makeUser, storePrices, topUp, type WorldUser } from '@farebox/billing/testing'
import type { Database } from '@farebox/db'

const USERS = 4

export type World = { secret: string; users: [WorldUser, ...WorldUser[]]; userOf: (place: number) => WorldUser }

export async function makeWorld(database: Database): Promise<World> {
  await storePrices(database)
  const app = await makeApp(database)
  const { secret } = await makeKey(database, app)
  const first = await makeUser(database, app, 'user_0')
  const users: [WorldUser, ...WorldUser[]] = [first]
  for (let place = 1; place < USERS; place++) users.push(await makeUser(database, app, `user_${place}`))
  for (const { walletId } of users) await topUp(database, walletId, dollars('5'))
  return { secret, users, userOf: (place) => users[place % USERS] ?? first }
}

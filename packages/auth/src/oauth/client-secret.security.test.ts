// A server proves with its secret that it is the app. Replacing the secret ends the earlier one; the publishable key has none.
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientSecretBasic,
  calculatePKCECodeChallenge,
  discovery,
  None,
  randomPKCECodeVerifier,
} from 'openid-client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { anApp, aUser, Browser, type OAuthWorld, oauthWorld } from '../../test/oauth-world.ts'
import { issueClientSecret } from './oauth-clients.ts'

let world: OAuthWorld
beforeAll(async () => {
  world = await oauthWorld()
})
afterAll(() => world.stop())

/** Signs a new user in, and exchanges the code with this secret. */
async function signIn({ clientId, secret, redirectUri }: { clientId: string; secret: string; redirectUri: string }) {
  const proof = secret === '' ? None() : ClientSecretBasic(secret)
  const farebox = await discovery(new URL(world.issuer), clientId, undefined, proof, { execute: [allowInsecureRequests] })
  const verifier = randomPKCECodeVerifier()
  const challenge = await calculatePKCECodeChallenge(verifier)
  const parameters = { redirect_uri: redirectUri, scope: 'openid spend', code_challenge: challenge, code_challenge_method: 'S256' }
  const browser = Browser.signedInAs(await aUser(world))
  const page = await browser.follow(buildAuthorizationUrl(farebox, parameters).href)
  const { at } = await browser.follow(`${page.at.href}/allow`, 'POST')
  return authorizationCodeGrant(farebox, at, { pkceCodeVerifier: verifier })
}

it('exchanges codes with its secret, and with no other', async () => {
  const { database, clock } = world
  const { appId, redirectUri } = await anApp(world)
  const first = await issueClientSecret(database, { appId, mode: 'live', now: clock.now })
  await database.oAuthClient.update({ where: { clientId: first.clientId }, data: { redirectUris: [redirectUri] } })
  expect((await signIn({ ...first, redirectUri })).access_token).toMatch(/^ut-farebox-/)
  await expect(signIn({ ...first, secret: `${first.secret}x`, redirectUri })).rejects.toMatchObject({ status: 401 })
  await expect(signIn({ ...first, secret: '', redirectUri })).rejects.toMatchObject({ status: 401 })

  const second = await issueClientSecret(database, { appId, mode: 'live', now: clock.now })
  expect(second.clientId).toBe(first.clientId)
  expect((await signIn({ ...second, redirectUri })).access_token).toMatch(/^ut-farebox-/)
  await expect(signIn({ ...first, redirectUri })).rejects.toMatchObject({ status: 401 })
  const kept = await database.oAuthClient.findUniqueOrThrow({ where: { clientId: first.clientId } })
  const hash = Buffer.from(kept.secretHash ?? []).toString('hex')
  await expect(signIn({ ...first, secret: hash, redirectUri })).rejects.toMatchObject({ status: 401 })
})

it('works beside the new one for as long as its owner lets it stand, and not a moment longer', async () => {
  const { database, clock } = world
  const { appId, redirectUri } = await anApp(world)
  const first = await issueClientSecret(database, { appId, mode: 'live', now: clock.now })
  await database.oAuthClient.update({ where: { clientId: first.clientId }, data: { redirectUris: [redirectUri] } })
  const second = await issueClientSecret(database, { appId, mode: 'live', now: clock.now, earlierStandsMs: 60_000 })
  for (const { secret } of [first, second]) expect((await signIn({ ...first, secret, redirectUri })).access_token).toMatch(/^ut-farebox-/)
  // Replaced once more, the first is two secrets ago.
  const third = await issueClientSecret(database, { appId, mode: 'live', now: clock.now, earlierStandsMs: 60_000 })
  await expect(signIn({ ...first, redirectUri })).rejects.toMatchObject({ status: 401 })
  await database.oAuthClient.update({ where: { clientId: first.clientId }, data: { earlierSecretUntil: clock.now } })
  await expect(signIn({ ...second, redirectUri })).rejects.toMatchObject({ status: 401 })
  expect((await signIn({ ...third, redirectUri })).access_token).toMatch(/^ut-farebox-/)
})

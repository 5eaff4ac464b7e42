// What an app asks of a person, between its redirect to us and ours back. It belongs to the browser that was redirected: the
// signed cookie must name it. Whoever only knows its address can neither look at it nor finish it.
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { AppError } from '@farebox/errors'
import { errors, type InteractionResults, type Provider } from 'oidc-provider'

export type Asked = {
  uid: string
  clientId: string
  scopes: string[]
  /** The website that asked, as an origin. */
  returnsTo: string
  /** What has to happen before the app gets its code. */
  prompt: 'login' | 'consent'
}

/** The cookies of the browser, as the header carries them, and the interaction its address names. */
export type OfBrowser = { cookies: string; uid: string }

export async function readInteraction(server: Provider, { cookies, uid }: OfBrowser): Promise<Asked> {
  const { request, response } = ofCookies(cookies)
  const interaction = await server.interactionDetails(request, response).catch((cause: unknown) => {
    if (cause instanceof errors.SessionNotFound) throw new AppError('connect_expired', { cause })
    throw cause
  })
  if (interaction.uid !== uid) throw new AppError('connect_expired', { internal: 'another interaction than the cookie’s' })
  const { client_id: clientId, scope, redirect_uri: redirectUri } = interaction.params
  return {
    uid,
    clientId: String(clientId),
    scopes: String(scope ?? '')
      .split(' ')
      .filter(Boolean),
    returnsTo: new URL(String(redirectUri)).origin,
    prompt: interaction.prompt.name === 'login' ? 'login' : 'consent',
  }
}

/** The person allows what was asked. Answers where to send the browser. */
export async function allowInteraction(server: Provider, browser: OfBrowser, userId: string): Promise<string> {
  const { clientId, scopes } = await readInteraction(server, browser)
  const grant = new server.Grant({ accountId: userId, clientId })
  grant.addOIDCScope(scopes.join(' '))
  const grantId = await grant.save()
  return finish(server, browser, { login: { accountId: userId }, consent: { grantId } })
}

/** Only who is signed in has to be known; what they allowed before still stands. */
export async function signInInteraction(server: Provider, browser: OfBrowser, userId: string): Promise<string> {
  await readInteraction(server, browser)
  return finish(server, browser, { login: { accountId: userId } })
}

export async function denyInteraction(server: Provider, browser: OfBrowser): Promise<string> {
  await readInteraction(server, browser)
  return finish(server, browser, { error: 'access_denied', error_description: 'The user did not allow it.' })
}

function finish(server: Provider, { cookies }: OfBrowser, result: InteractionResults): Promise<string> {
  const { request, response } = ofCookies(cookies)
  return server.interactionResult(request, response, result, { mergeWithLastSubmission: false })
}

/** The library reads cookies from Node's own requests; a page of Next has none to give, only their header. */
function ofCookies(cookie: string): { request: IncomingMessage; response: ServerResponse } {
  const request = new IncomingMessage(new Socket())
  request.headers.cookie = cookie
  return { request, response: new ServerResponse(request) }
}

// The API for a server: your app's users, who pays for a call, what you meter yourself. It runs wherever `fetch` does.
import type {
  Charge,
  Checkout,
  ConnectLink,
  Dollars,
  Funding,
  Granted,
  Hold,
  List,
  Package,
  Paging,
  Reversal,
  Service,
  ServiceCall,
  ServiceDefinition,
  Units,
  User,
} from './answers.ts'
import { answered, type CallOptions, type Send, type ServerSettings, sender } from './call.ts'
import { type HandleChat, handleChat } from './handle-chat.ts'
import { type PayerCalls, payerCalls } from './payer-calls.ts'

export type FareboxServer = ReturnType<typeof fareboxServer>

/** Every call throws a `FareboxError` where the API refuses; 402 is an `InsufficientFundsError`, and cost nothing. */
export function fareboxServer(settings: ServerSettings) {
  const send = sender(settings)
  return {
    /** Paid by your organization: these need a key of developer billing. */
    ...payerCalls(send, {}),
    /** Paid by one of your users, named in the path by your own id for them. */
    forUser: (externalUserId: string): PayerCalls => payerCalls(send, { inPath: externalUserId }),
    /** The same user, wallet and limit, named in `X-Farebox-User`: Farebox keeps the token of who connected, your app never sees one. */
    forHostedUser: (externalUserId: string): PayerCalls => payerCalls(send, { inHeader: externalUserId }),
    /** Passes a chat of your page on, streaming. Who pays is what you say here, whatever the page says. */
    handleChat: (request: Request, options: HandleChat): Promise<Response> => handleChat(send, request, options),
    ...usersAndMoney(send),
    ...meteredServices(send),
    /** A call this client has no name for. Answers the reply as it is. */
    send,
  }
}

function usersAndMoney(send: Send) {
  const userAt = (externalUserId: string) => `/v1/users/${encodeURIComponent(externalUserId)}`
  return {
    users: {
      list: (paging: Paging = {}): Promise<List<User>> => get(send, `/v1/users${query(paging)}`),
      get: (externalUserId: string): Promise<User> => get(send, userAt(externalUserId)),
      /** Names a user. The first time it makes a wallet nobody owns yet, spendable in your app only. */
      put: async (externalUserId: string, body: { email?: string | null } = {}): Promise<User> =>
        answered(await send('PUT', userAt(externalUserId), { body })),
      /** Refused with `user_has_money` while money is left that was paid for. */
      delete: async (externalUserId: string): Promise<{ deleted: true }> => answered(await send('DELETE', userAt(externalUserId))),
      /** Where the user connects their own wallet, once within ten minutes. `label`: the account in your app, as they know it. */
      connectLink: (
        externalUserId: string,
        body: { redirect_uri: string; label: string; suggested_limit?: Dollars },
      ): Promise<ConnectLink> => post(send, `${userAt(externalUserId)}/connect-link`, body),
      /** Only if the browser that brought the code is signed in to your app as this very user. Until then nothing can be spent. */
      confirmConnectLink: (externalUserId: string, code: string): Promise<User> =>
        post(send, `${userAt(externalUserId)}/connect-link/confirm`, { code }),
      /** A page where somebody buys a package for this user. */
      checkout: (externalUserId: string, body: { package_id: string; success_url: string; cancel_url: string }): Promise<Checkout> =>
        post(send, `${userAt(externalUserId)}/checkout`, body),
      /** Balance out of your app's grant pool. Repeat it under the same `idempotencyKey`, and it is given once. */
      grant: (
        externalUserId: string,
        grant: { amount: Dollars; description?: string; expires_at?: string },
        options?: CallOptions,
      ): Promise<Granted> => post(send, '/v1/funding/grant', { external_user_id: externalUserId, ...grant }, options),
    },
    packages: (): Promise<List<Package>> => get(send, '/v1/packages'),
    /** Whether somebody could pay this much now. Advice for a screen: it reserves nothing. */
    fundingAllowed: (body: { external_user_id?: string; minimum: Dollars; service?: string }): Promise<Funding> =>
      post(send, '/v1/funding/allowed', body),
  }
}

function meteredServices(send: Send) {
  const holdAt = (id: string) => `/v1/holds/${encodeURIComponent(id)}`
  return {
    services: {
      list: (): Promise<List<Service>> => get(send, '/v1/services'),
      /** Makes a service, or announces its new price. */
      define: (service: ServiceDefinition): Promise<Service> => post(send, '/v1/services', service),
    },
    /** A cost known afterwards: reserve the most it can be, work, settle what it was. */
    holds: {
      open: (body: ServiceCall & { units_max?: Units; amount_max?: Dollars }, options?: CallOptions): Promise<Hold> =>
        post(send, '/v1/holds', body, options),
      get: (id: string): Promise<Hold> => get(send, holdAt(id)),
      settle: (id: string, body: { units?: Units; amount?: Dollars }): Promise<Hold> => post(send, `${holdAt(id)}/settle`, body),
      release: (id: string): Promise<Hold> => post(send, `${holdAt(id)}/release`, {}),
      /** Keeps it for 60 seconds more. */
      renew: (id: string): Promise<Hold & { stop_reason: string | null }> => post(send, `${holdAt(id)}/renew`, {}),
    },
    charges: {
      /** A cost known beforehand, in one step. */
      create: (body: ServiceCall & { units?: Units; amount?: Dollars }, options?: CallOptions): Promise<Charge> =>
        post(send, '/v1/charges', body, options),
      list: (asked: Paging & { external_user_id?: string } = {}): Promise<List<Charge>> => get(send, `/v1/charges${query(asked)}`),
      /** By the charge's id or the request's. */
      get: (id: string): Promise<Charge> => get(send, `/v1/charges/${encodeURIComponent(id)}`),
      /** Gives a charge back, once. */
      reverse: (id: string, reason: string): Promise<Reversal> => post(send, `/v1/charges/${encodeURIComponent(id)}/reverse`, { reason }),
    },
  }
}

async function get<Answer>(send: Send, path: string): Promise<Answer> {
  return answered(await send('GET', path))
}

async function post<Answer>(send: Send, path: string, body: unknown, options: CallOptions = {}): Promise<Answer> {
  return answered(await send('POST', path, { ...options, body }))
}

function query(asked: Record<string, string | number | undefined>): string {
  const given = Object.entries(asked).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`
}

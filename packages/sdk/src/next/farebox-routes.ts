// All that a Next.js app needs on its server, as one route: `app/api/farebox/[...farebox]/route.ts`. Farebox keeps the token of each
// user who connected; the app names them by its own id, which it takes from its own session.
import { FareboxError } from '../errors.ts'
import type { Dollars, User } from '../server/answers.ts'
import type { ServerSettings } from '../server/call.ts'
import { type FareboxServer, fareboxServer } from '../server/farebox-server.ts'
import type { HandleChat } from '../server/handle-chat.ts'

export type FareboxRoutesSettings = ServerSettings & {
  /** Who is signed in to your app in the browser that sent this request. `label`: the account as they know it, such as their mail address. */
  user: (request: Request) => Promise<AppUser | undefined> | AppUser | undefined
  /** The page of your app they come back to, with `?farebox=connected` or what went wrong. `/`, unless said. */
  returnTo?: string
  /** Dollars a month that the wallet's page offers first. The user decides. */
  suggestedLimit?: Dollars
  /** What is sent for a chat instead of what the page asked for. */
  prepareChat?: HandleChat['prepare']
  /** Your app's address, where a proxy hides it from the request. */
  origin?: string
}

export type AppUser = { id: string; label: string }

/** What the page's address says afterwards: `?farebox=connected`. */
export type ConnectOutcome = 'connected' | 'denied' | 'sign_in_first' | 'ended' | 'not_you' | 'failed'

type Desk = FareboxRoutesSettings & { farebox: FareboxServer }
type Handler = (request: Request) => Promise<Response>

/**
 * `export const { GET, POST } = fareboxRoutes({ … })`. Under the address of the route:
 * `GET connect` sends the browser to the wallet, `GET connected` is where it comes back, `GET user` says who is signed in and
 * whether they can pay, `POST chat` answers a chat that they pay for.
 */
export function fareboxRoutes(settings: FareboxRoutesSettings): { GET: Handler; POST: Handler } {
  const desk = { ...settings, farebox: fareboxServer(settings) }
  const pages = new Map(Object.entries({ connect, connected, user }))
  const get: Handler = async (request) => pages.get(lastOf(request))?.(desk, request) ?? nothingHere()
  const post: Handler = async (request) => (lastOf(request) === 'chat' ? chat(desk, request) : nothingHere())
  return { GET: get, POST: post }
}

async function connect(desk: Desk, request: Request): Promise<Response> {
  const person = await desk.user(request)
  if (!person) return back(desk, request, 'sign_in_first')
  try {
    const { url } = await desk.farebox.users.connectLink(person.id, {
      redirect_uri: beside(desk, request, 'connected'),
      label: person.label,
      ...(desk.suggestedLimit !== undefined && { suggested_limit: desk.suggestedLimit }),
    })
    return redirect(url)
  } catch (failure) {
    return failed(desk, request, failure)
  }
}

/** Confirmed only for who is signed in here: a code that a forwarded link brought is another user's, and stays without effect. */
async function connected(desk: Desk, request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url)
  const code = searchParams.get('code')
  if (code === null) return back(desk, request, searchParams.get('error') === 'access_denied' ? 'denied' : 'ended')
  const person = await desk.user(request)
  if (!person) return back(desk, request, 'sign_in_first')
  try {
    await desk.farebox.users.confirmConnectLink(person.id, code)
    return back(desk, request, 'connected')
  } catch (failure) {
    return failed(desk, request, failure)
  }
}

async function user(desk: Desk, request: Request): Promise<Response> {
  const person = await desk.user(request)
  if (!person) return Response.json({ user: null }, notKept)
  const known = await knownUser(desk, person)
  const standing = known && (await desk.farebox.forHostedUser(person.id).balance())
  return Response.json(
    {
      user: person,
      wallet: known?.wallet ?? null,
      balance: standing?.status ?? 'empty',
      available: standing?.available ?? '0.00000000',
      connect_url: beside(desk, request, 'connect'),
      topup_url: standing?.topup_url ?? null,
    },
    notKept,
  )
}

async function knownUser({ farebox }: Desk, { id }: AppUser): Promise<User | undefined> {
  try {
    return await farebox.users.get(id)
  } catch (failure) {
    if (failure instanceof FareboxError && failure.code === 'user_not_found') return undefined
    throw failure
  }
}

async function chat(desk: Desk, request: Request): Promise<Response> {
  const person = await desk.user(request)
  if (!person)
    return Response.json({ error: { message: 'Sign in first. Nothing was charged.', code: 'sign_in_required' } }, { status: 401 })
  const reply = await desk.farebox.handleChat(request, { user: person.id, ...(desk.prepareChat && { prepare: desk.prepareChat }) })
  return reply.ok ? reply : withConnectUrl(desk, request, reply)
}

/** The way to connect leads through this app: it makes the link, and says afterwards that it was this user. */
async function withConnectUrl(desk: Desk, request: Request, reply: Response): Promise<Response> {
  const body: { error?: { metadata?: Record<string, unknown> } } = await reply.json()
  if (body.error?.metadata?.connect_url) body.error.metadata.connect_url = beside(desk, request, 'connect')
  return Response.json(body, { status: reply.status, headers: reply.headers })
}

function failed(desk: Desk, request: Request, failure: unknown): Response {
  if (!(failure instanceof FareboxError)) throw failure
  return back(desk, request, failure.code === 'not_found' ? 'not_you' : 'failed')
}

function back({ origin, returnTo = '/' }: Desk, request: Request, outcome: ConnectOutcome): Response {
  const address = new URL(returnTo, origin ?? request.url)
  address.searchParams.set('farebox', outcome)
  return redirect(address.href)
}

/** Another page of this route. */
function beside({ origin }: Desk, { url }: Request, page: string): string {
  const { origin: seen, pathname } = new URL(url)
  return (origin ?? seen) + pathname.replace(/[^/]*$/, page)
}

const lastOf = ({ url }: Request) => new URL(url).pathname.split('/').at(-1) ?? ''

const notKept = { headers: { 'cache-control': 'no-store' } }

const redirect = (address: string) => new Response(null, { status: 303, headers: { location: address, 'cache-control': 'no-store' } })

const nothingHere = () => Response.json({ error: { message: 'There is nothing at this address.', code: 'not_found' } }, { status: 404 })

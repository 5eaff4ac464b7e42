// What `farebox` is in a browser: the client, what its calls take, and what they answer.

export type FareboxOptions = {
  /** The publishable key of the app, `pk-farebox-…`. It names the app and cannot spend. */
  app: string
  /** The address of the Farebox API, without `/v1`. */
  api: string
  /** Practice: sandbox wallets and models on this machine. Nothing live is touched, nothing costs. */
  testMode?: boolean
  /** What users are asked for besides spending: `email`, `balance:read`. */
  scopes?: readonly ('email' | 'balance:read')[]
}

export type FareboxUser = {
  /** The same person to this app always; another to every other app. */
  id: string
  /** Only where `email` was asked for and allowed. */
  email?: string
  /** A visitor without an account, who spends what the app gives them. */
  isGuest?: true
}

export type ContentPart = { type: 'text'; text: string } | { type: string; [field: string]: unknown }

export type ChatMessage = {
  role: 'system' | 'developer' | 'user' | 'assistant' | 'tool'
  content: string | readonly ContentPart[] | null
} & {
  [field: string]: unknown
}

export type ChatOptions = {
  model?: string
  /** Tried in this order, before the first word: the next where one cannot serve the call, or is too dear. */
  models?: readonly string[]
  max_tokens?: number
  temperature?: number
  /** The most this one call may cost, in dollars. */
  max_charge?: string | number
  testMode?: boolean
  signal?: AbortSignal
  /** Made for you. Sent twice with the same one, a call is paid once. */
  idempotencyKey?: string
  /** Any other parameter of a chat completion: `tools`, `response_format`, … */
  [parameter: string]: unknown
}

export type ChatUsage = {
  prompt_tokens: number
  completion_tokens: number
  total_tokens: number
  /** Dollars, as a decimal string. */
  cost?: string
  cost_details?: { base: string; markup: string; provider_cost: string; margin: string; price_version: string }
  [more: string]: unknown
}

/** What a call took from the user. */
export type Charge = {
  /** `ch_…`; its receipt is at `/v1/charges/{id}`. */
  id: string
  /** Dollars, as a decimal string; undefined where only the receipt says it. */
  total: string | undefined
}

export type ChatAnswer = {
  message: { role: string; content: { type: 'text'; text: string }[]; [more: string]: unknown }
  text: string
  /** The model that answered. */
  model: string
  usage: ChatUsage
  charge: Charge
  finish_reason: string | null
  /** The text. */
  toString: () => string
}

export type ChatChunk = {
  /** What was said since the last chunk; '' in the last one. */
  text: string
  /** OpenAI's chunk, as it came. */
  chunk: Record<string, unknown>
  /** In the last chunk only. */
  usage?: ChatUsage
  charge?: Charge
}

export type ChatStream = AsyncIterable<ChatChunk>

export type SpeechOptions = { model?: string; voice?: string; testMode?: boolean; signal?: AbortSignal; [parameter: string]: unknown }

export type OcrSource = string | Blob

export type OcrOptions = { model?: string; max_pages?: number; testMode?: boolean; signal?: AbortSignal; [parameter: string]: unknown }

export type OcrAnswer = {
  text: string
  pages: { page: number; text: string; [more: string]: unknown }[]
  charge: Charge
  toString: () => string
}

export type Quote = { [field: string]: unknown }

/** What this app spent of what the user allows it. Amounts are dollars, as decimal strings. */
export type Usage = {
  /** Null: none of their own. */
  limit: string | null
  spent: string
  period: 'day' | 'week' | 'month' | null
  resetsAt: string | null
  callLimit: string | null
  /** Whether the wallet holds enough. The amount is the user's own business. */
  balance: 'ok' | 'low' | 'empty'
}

export type FareboxEvents = {
  signedIn: FareboxUser
  signedOut: undefined
  /** The user took the permission back, or it ended. */
  revoked: undefined
  /** The wallet is empty, or nearly. */
  needsTopUp: { balance: 'low' | 'empty'; topupUrl: string | undefined }
  /** A limit of the user's was reached. */
  limit: { code: string; limit: string | undefined; spent: string | undefined; manageUrl: string | undefined }
  charge: Charge
}

export type SignInOptions = {
  /** `none`: only where the user need not be asked anything; otherwise `login_required` or `consent_required`. */
  prompt?: 'none'
  /** `redirect`: in this tab, without a popup. */
  mode?: 'popup' | 'redirect'
}

export type Chat = {
  (prompt: string | readonly ChatMessage[], options: ChatOptions & { stream: true }): Promise<ChatStream>
  (prompt: string | readonly ChatMessage[], options?: ChatOptions & { stream?: false }): Promise<ChatAnswer>
  /** As Puter's: true is test mode. */
  (prompt: string | readonly ChatMessage[], testMode: boolean, options?: ChatOptions & { stream?: false }): Promise<ChatAnswer>
}

export type Farebox = {
  auth: {
    /** Call it in a click: the popup opens at once. Answers the user. */
    signIn: (options?: SignInOptions) => Promise<FareboxUser>
    signOut: () => Promise<void>
    /** Lets a visitor start without an account, where the app pays for that. `signIn` takes along what is left. */
    guest: () => Promise<FareboxUser>
    user: () => Promise<FareboxUser | undefined>
    isSignedIn: () => boolean
  }
  signIn: (options?: SignInOptions) => Promise<FareboxUser>
  signOut: () => Promise<void>
  user: () => Promise<FareboxUser | undefined>
  ai: {
    chat: Chat
    /** Something playable, such as `(await farebox.ai.speech('Hello')).play()`. */
    speech: (text: string, options?: SpeechOptions) => Promise<HTMLAudioElement>
    ocr: (source: OcrSource, options?: OcrOptions) => Promise<OcrAnswer>
    transcribe: (...given: unknown[]) => Promise<never>
    image: (...given: unknown[]) => Promise<never>
    /** Puter's names of the same. */
    txt2speech: (text: string, options?: SpeechOptions) => Promise<HTMLAudioElement>
    img2txt: (source: OcrSource, options?: OcrOptions) => Promise<string>
    speech2txt: (...given: unknown[]) => Promise<never>
    txt2img: (...given: unknown[]) => Promise<never>
  }
  quote: (prompt: string | readonly ChatMessage[], options?: ChatOptions) => Promise<Quote>
  usage: () => Promise<Usage>
  /** Opens the user's wallet to add money. True: they did. */
  topUp: () => Promise<boolean>
  /** Answers what stops listening. */
  on: <Name extends keyof FareboxEvents>(name: Name, listener: (event: FareboxEvents[Name]) => void) => () => void
  /** For OpenAI's client: `new OpenAI(farebox.openai())`. The token never leaves `fetch`. */
  openai: () => { baseURL: string; apiKey: string; fetch: typeof fetch; dangerouslyAllowBrowser: true }
}

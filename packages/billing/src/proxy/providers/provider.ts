// A provider is data: where it is, how it is called, and what it does differently. Adding one is one row in `provider-list.ts`.

export type ProviderRow = {
  name: string
  /** Without a trailing slash; the wire's path is appended. */
  baseUrl: string
  wires: readonly string[]
  /** `abort`: it stops working, and billing, when we hang up. `drain`: it bills the whole answer anyway, so we read to the end. */
  disconnectPolicy: 'abort' | 'drain'
  /** What it calls the limit of an answer. */
  outputLimitParameter: 'max_completion_tokens' | 'max_tokens'
  /** What it calls an alias of the person behind a call, where it takes one. */
  payerAliasParameter?: 'safety_identifier' | 'user'
  /** True: it ends every stream with usage, and takes no request for it. */
  alwaysSendsUsage?: boolean
  /** Fields always sent to it. */
  sets?: Readonly<Record<string, unknown>>
  /** What it honours, where it drops the rest in silence: the rest is refused by us, so that nothing is. Absent: it refuses for itself. */
  takes?: ReadonlySet<string>
  /** Fields inside the request that it would drop, such as `tools[].function.strict`: refused likewise. */
  ignoresInside?: readonly string[]
  /** Numbers it would lower in silence to these: refused above them. */
  atMost?: Readonly<Record<string, number>>
}

/** A row with the credentials and address this process was given. */
export type Provider = ProviderRow & {
  key: string | undefined
  /** True: the models stand-in answers in its place. */
  standIn: boolean
}

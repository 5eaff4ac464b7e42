// A lane: one connection with prepared statements, for the ledger's hot functions. Statements queue on it in order.
import pg from 'pg'
import { runtimeUrl } from './runtime-url.ts'

const BIGINT_OID = 20
const BIGINT_ARRAY_OID = 1016

/** PostgreSQL's BIGINT arrives as bigint, never as a number that might have lost digits. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === BIGINT_OID) return BigInt
    if (oid === BIGINT_ARRAY_OID) return (text: string) => text.slice(1, -1).split(',').filter(Boolean).map(BigInt)
    return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text')
  }) as typeof pg.types.getTypeParser,
}

export type Statement = { name: string; text: string; values: unknown[] }

export type LaneOptions = { statementTimeoutMs?: number; clockOffset?: string }

export class Lane {
  readonly #url: string
  readonly #options: LaneOptions
  #client: Promise<pg.Client> | undefined
  /** Settles when the statement before has been answered: one is on the wire at a time. */
  #before: Promise<unknown> = Promise.resolve()

  constructor(url: string, options: LaneOptions = {}) {
    this.#url = url
    this.#options = options
  }

  /** Rows as arrays, in the order of the statement's columns. A lost connection is replaced at the next call. */
  rows(statement: Statement): Promise<unknown[][]> {
    const answer = this.#before.then(() => this.#ask(statement))
    this.#before = answer.catch(() => undefined)
    return answer
  }

  async #ask(statement: Statement): Promise<unknown[][]> {
    const client = await this.#connected()
    const { rows } = await client.query<unknown[]>({ ...statement, rowMode: 'array' })
    return rows
  }

  async end(): Promise<void> {
    const client = await this.#client?.catch(() => undefined)
    this.#client = undefined
    await client?.end()
  }

  #connected(): Promise<pg.Client> {
    this.#client ??= this.#connect()
    return this.#client
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: runtimeUrl(this.#url, this.#options.clockOffset),
      statement_timeout: this.#options.statementTimeoutMs ?? 5_000,
      types,
    })
    const forget = () => {
      this.#client = undefined
    }
    client.on('error', forget)
    client.on('end', forget)
    try {
      await client.connect()
    } catch (cause) {
      forget()
      throw cause
    }
    return client
  }
}

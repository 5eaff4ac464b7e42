// Whether a database's ledger tells the machine's time, or was prepared for development, where time can be moved.
import pg from 'pg'

export async function hasRealClock(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ body: string }>("select prosrc as body from pg_proc where oid = 'ledger_clock()'::regprocedure")
    return rows[0]?.body.trim() === 'select now()'
  } finally {
    await client.end()
  }
}

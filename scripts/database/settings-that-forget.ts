// Which of PostgreSQL's promises a connection does without. Money is not acknowledged by a database that may forget it.
import pg from 'pg'

const promises = ['fsync', 'full_page_writes', 'synchronous_commit']

/** The settings that are off for whoever connects by this address, as the role the apps run as. None: a commit stays committed. */
export async function settingsThatForget(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    // A role may have settings of its own: they are those of whoever logs in, not of the role taken on.
    const { rows } = await client.query<{ name: string }>(
      "select name from pg_settings where name = any($1) and setting = 'off' order by name",
      [promises],
    )
    return rows.map(({ name }) => name)
  } finally {
    await client.end()
  }
}

// Every snippet of every guide is run, in order, with the host and the keys replaced as a reader replaces them; where the guide
// shows what it prints, it prints that. Where it prints a file of an example, it is that file.
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ExampleWorld, exampleWorld, readersMachine, repositoryRoot, runFile } from './example-world.ts'
import { fits, printedFilesOf, type Snippet, snippetsOf } from './guide-snippets.ts'

const shell = promisify(execFile)
const folder = path.join(repositoryRoot, 'docs/guides')
const guides = readdirSync(folder).filter((name) => name.endsWith('.md') && snippetsOf(path.join(folder, name)).length > 0)
// Beside an example, so that the packages the guides name are found.
const scratch = mkdtempSync(path.join(repositoryRoot, 'examples/brief/node_modules/.guides-'))
afterAll(() => rmSync(scratch, { recursive: true }))

describe.each(guides)('%s', (guide) => {
  const snippets = snippetsOf(path.join(folder, guide))
  let world: ExampleWorld
  beforeAll(async () => {
    world = await exampleWorld()
    const [buyer] = await Promise.all([world.aPerson('user_123'), world.aPerson('user_with_nothing')])
    // What the guide's calls need, and no more: each is paid at Stripe and credited by its webhook.
    const asked = snippets.map(({ source }) => source).join('\n')
    await Promise.all([
      asked.includes('user_123') && world.buys(buyer, 'basic'),
      asked.includes('grant') && world.developerPaysIn('grant_pool', '20.00'),
      asked.includes('your-developer-key') && world.developerPaysIn('organization_topup', '20.00'),
    ])
  })
  afterAll(() => world.stop())

  it.each(snippets)('line $line', async (snippet) => {
    const { code, stdout, stderr } = await run(snippet, world)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    if (snippet.expected !== undefined && !fits(stdout, snippet.expected)) expect(stdout).toBe(snippet.expected)
  })
})

it('prints the files of the examples as they are', () => {
  const printed = guides.flatMap((guide) => printedFilesOf(path.join(folder, guide)))
  expect(printed.length).toBeGreaterThan(0)
  for (const { path: file, source } of printed) expect(source).toBe(readFileSync(path.join(repositoryRoot, file), 'utf8'))
})

async function run({ language, source, line }: Snippet, world: ExampleWorld) {
  const ready = replaced(source, world.environment)
  if (language === 'sh') {
    return { code: 0, ...(await shell('sh', ['-eu', '-c', ready], { cwd: repositoryRoot, env: readersMachine(world.environment) })) }
  }
  const file = path.join(scratch, `line-${line}.mjs`)
  writeFileSync(file, ready)
  return runFile(file, world.environment)
}

/** What every guide asks its reader to replace, and nothing else. */
function replaced(source: string, environment: ExampleWorld['environment']): string {
  return source
    .replaceAll('https://api.farebox.example', environment.FAREBOX_URL)
    .replaceAll('sk-farebox-your-developer-key', environment.FAREBOX_DEVELOPER_KEY)
    .replaceAll('sk-farebox-your-api-key', environment.FAREBOX_API_KEY)
}

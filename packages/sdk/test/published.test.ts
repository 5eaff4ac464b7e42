// The package as npm carries it: packed, unpacked somewhere else, and used there by plain Node, by TypeScript and by a bundler.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '..')
const bin = path.resolve(root, '../../node_modules/.bin')
const home = mkdtempSync(path.join(os.tmpdir(), 'sdk-published-'))
const installed = path.join(home, 'node_modules/@farebox/sdk')
/** What an app installs beside it. */
const neighbours = ['openid-client', 'standardwebhooks', '@ai-sdk/openai-compatible', 'react', 'zod', '@types/react']

beforeAll(() => {
  run('pnpm', ['pack', '--pack-destination', home], root)
  const [archive = ''] = readdirSync(home).filter((name) => name.endsWith('.tgz'))
  mkdirSync(installed, { recursive: true })
  run('tar', ['-xzf', path.join(home, archive), '-C', installed, '--strip-components=1'], home)
  for (const name of neighbours) {
    mkdirSync(path.dirname(path.join(home, 'node_modules', name)), { recursive: true })
    symlinkSync(path.join(root, 'node_modules', name), path.join(home, 'node_modules', name))
  }
  writeFileSync(path.join(home, 'package.json'), '{"type":"module"}')
}, 60_000)
afterAll(() => rmSync(home, { recursive: true }))

function run(program: string, parameters: string[], directory: string): string {
  const PATH = [bin, path.dirname(process.execPath), process.env.PATH].join(path.delimiter)
  const { stdout, stderr, status } = spawnSync(program, parameters, { cwd: directory, encoding: 'utf8', env: { ...process.env, PATH } })
  if (status !== 0) throw new Error(`${program} ended with ${status}:\n${stdout}${stderr}`)
  return stdout
}

const program = `import { createFarebox } from '@farebox/sdk'
import { fareboxServer, InsufficientFundsError, signInWithFarebox, verifyWebhook } from '@farebox/sdk/server'
import { fareboxRoutes } from '@farebox/sdk/next'
import { FareboxProvider, SignInButton, useChat } from '@farebox/sdk/react'
import { createFarebox as provider, fareboxErrorOf } from '@farebox/sdk/ai-sdk'
const farebox = fareboxServer({ apiKey: 'sk' })
const all = [createFarebox, farebox.chat, InsufficientFundsError, signInWithFarebox, verifyWebhook, fareboxRoutes, FareboxProvider, SignInButton, useChat, provider, fareboxErrorOf]
console.log(all.map((each) => typeof each).join())
`

it('is imported by plain Node, every entry of it, and carries no source', () => {
  writeFileSync(path.join(home, 'program.js'), program)
  const printed = run(process.execPath, ['--no-experimental-strip-types', 'program.js'], home)
  expect(printed.trim()).toBe(Array(11).fill('function').join())
  expect(readdirSync(installed).sort()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json'])
  expect(readFileSync(path.join(installed, 'dist/react/index.js'), 'utf8')).toMatch(/^["']use client["']/)
})

it('has types: what is right compiles, what is wrong does not', () => {
  const right = `${program}
const answer = await farebox.forUser('ann').chat('Hello', { model: 'gpt-4o-mini' })
export const cost: string | undefined = answer.usage.cost
for await (const chunk of await farebox.forUser('ann').chat('Hello', { stream: true })) console.log(chunk.text satisfies string)
export const { GET, POST } = fareboxRoutes({ apiKey: 'sk', user: () => ({ id: 'ann', label: 'ann@app.example' }) })
// @ts-expect-error: who pays is not optional
fareboxRoutes({ apiKey: 'sk' })
// @ts-expect-error: a provider is paid by somebody's key
provider({ user: 'ann' })
// @ts-expect-error: a label is shown to the user
farebox.users.connectLink('ann', { redirect_uri: 'https://app.example' })
`
  writeFileSync(path.join(home, 'program.ts'), right)
  const compilerOptions = {
    strict: true,
    module: 'nodenext',
    target: 'es2024',
    noEmit: true,
    skipLibCheck: true,
    types: ['react'],
    jsx: 'react-jsx',
  }
  writeFileSync(path.join(home, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] }))
  expect(run('tsc', ['-p', home], home)).toBe('')
})

it('is left out of a bundle as far as it is not used', async () => {
  const sizeOf = async (source: string) => {
    writeFileSync(path.join(home, 'entry.js'), source)
    const bundle = await rolldown({
      ...{ input: path.join(home, 'entry.js'), external: /^(?!@farebox|\.|\/)/, platform: 'neutral', cwd: home },
      onLog: () => undefined,
    })
    return (await bundle.generate({ minify: true })).output[0].code
  }
  const webhooks = await sizeOf("export { verifyWebhook } from '@farebox/sdk/server'")
  expect(webhooks).toContain('webhook_signature_wrong')
  expect(webhooks).not.toMatch(/connect-link|authorizationCodeGrant/)
  expect(webhooks.length).toBeLessThan(4_000)
  const hook = await sizeOf("export { chatAt, useChat } from '@farebox/sdk/react'")
  expect(hook).not.toMatch(/oauth|sheet/)
  expect(hook.length).toBeLessThan(7_000)
})

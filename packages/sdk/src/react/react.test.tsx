// What the components are before a browser has said anything: the same on a server and in the first render there.
import { StrictMode } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, it } from 'vitest'
import { createFarebox } from '../browser/create-farebox.ts'
import { BalancePill, FareboxProvider, SignInButton, TopUpButton, useFarebox } from './index.ts'
import { spokenStanding } from './spoken-standing.ts'

const options = { app: 'pk-farebox-test-x', api: 'http://127.0.0.1:1' }

const clients: unknown[] = []

function Status() {
  const { status, farebox } = useFarebox()
  clients.push(farebox)
  return <i>{status}</i>
}

it('renders on a server: nothing is asked of the network, and nobody is signed in yet', () => {
  const page = (
    <StrictMode>
      <FareboxProvider {...options}>
        <Status />
        <SignInButton className="big">Sign in, please</SignInButton>
        <BalancePill />
        <TopUpButton />
      </FareboxProvider>
      <FareboxProvider {...options}>
        <Status />
      </FareboxProvider>
    </StrictMode>
  )
  expect(renderToString(page)).toBe(
    '<i>loading</i><button type="button" class="big" aria-busy="false" disabled="">Sign in, please</button><i>loading</i>',
  )
  // One app is one client, however many providers there are.
  expect(new Set(clients).size).toBe(1)
})

it('takes a client that is there already, and says what is missing where there is none', () => {
  const farebox = createFarebox(options)
  expect(renderToString(<FareboxProvider farebox={farebox}>{<Status />}</FareboxProvider>)).toBe('<i>loading</i>')
  expect(clients.at(-1)).toBe(farebox)
  expect(() => renderToString(<SignInButton />)).toThrow('needs a <FareboxProvider')
})

it('says a limit as people do, and never rounds what was spent up or away', () => {
  const usage = { limit: '5.00000000', spent: '1.23999999', period: 'month', resetsAt: null, callLimit: null, balance: 'ok' } as const
  expect(spokenStanding(usage)).toBe('$1.23 of $5.00 this month')
  expect(spokenStanding({ ...usage, balance: 'low' })).toBe('$1.23 of $5.00 this month, balance low')
  expect(spokenStanding({ ...usage, spent: '0.00000483', period: null })).toBe('<$0.01 of $5.00')
  expect(spokenStanding({ ...usage, limit: null, spent: '0.00000000', balance: 'empty' })).toBe('$0.00 spent, balance empty')
})

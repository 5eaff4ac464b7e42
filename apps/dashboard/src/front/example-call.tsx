'use client'
// A call and its receipt. Before the button is pressed, a typical call computed from today's prices; afterwards the real one.
import { Badge, Button, CodeBlock, FormError, Receipt, type ReceiptContent } from '@farebox/ui'
import { useActionState } from 'react'
import { type MadeCall, makeExampleCall } from './make-example-call'

export type ExampleOfCall = {
  model: string
  displayName: string
  inputTokens: number
  outputTokens: number
  base: bigint
  markup: bigint
  total: bigint
  providerCost: bigint
  margin: bigint
}

const QUESTION = 'Why do I pay for this call, and not the developer?'

export function ExampleCall({ call, gatewayUrl, today }: { call: ExampleOfCall; gatewayUrl: string; today: Date }) {
  const [made, run, isRunning] = useActionState(makeExampleCall, { kind: 'none' })
  return (
    <section aria-labelledby="example" className="grid items-start gap-8 lg:grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)] lg:gap-14">
      <div className="min-w-0 space-y-5">
        <h2 id="example" className="font-semibold text-2xl text-ink tracking-[-0.02em]">
          One call, and where each part of it went
        </h2>
        <p className="max-w-prose text-ink-soft">
          The format is OpenAI’s. The address names the user who pays. What the model cost, what Farebox keeps and what you earn stand on
          every receipt, to a millionth of a cent.
        </p>
        <CodeBlock samples={[{ label: 'The call', code: exampleOf(gatewayUrl, call.model) }]} />
        <form action={run} className="flex flex-wrap items-center gap-4">
          <Button type="submit" variant="primary" isLoading={isRunning}>
            {made.kind === 'answered' ? 'Make it again' : 'Make this call now'}
          </Button>
          <p className="max-w-sm text-ink-faint text-sm">A real call in the sandbox: play money pays, a stand-in model answers.</p>
        </form>
        <div role="status" className="space-y-3">
          {made.kind === 'failed' ? <FormError message={made.message} charged={false} whatToDo="Try again in a minute." /> : null}
          {made.kind === 'answered' ? (
            <blockquote className="whitespace-pre-wrap rounded-card border border-line bg-surface p-4 text-ink-soft text-sm">
              {made.text}
            </blockquote>
          ) : null}
        </div>
      </div>
      <div className="space-y-3">
        <Badge tone={made.kind === 'answered' ? 'positive' : 'neutral'}>
          {made.kind === 'answered' ? 'Just charged, in the sandbox' : 'Example, computed from today’s price list'}
        </Badge>
        <Receipt receipt={made.kind === 'answered' ? receiptOfCall(made) : receiptOfExample(call, today)} />
      </div>
    </section>
  )
}

const exampleOf = (gatewayUrl: string, model: string) => `curl ${gatewayUrl}/v1/users/user_123/chat/completions \\
  -H "Authorization: Bearer $FAREBOX_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{
    "model": "${model}",
    "messages": [{"role": "user", "content": "${QUESTION}"}]
  }'`

const parts = ({ providerCost, margin, markup }: { providerCost: bigint; margin: bigint; markup: bigint }) => [
  { label: 'Provider', amount: providerCost },
  { label: 'Farebox margin', amount: margin },
  { label: 'Developer’s markup', amount: markup, note: '15 % of the base cost' },
]

function receiptOfExample(call: ExampleOfCall, today: Date): ReceiptContent {
  return {
    title: 'PixelPal',
    what: `${call.displayName}, ${call.inputTokens} tokens in, ${call.outputTokens} out`,
    when: `A typical message at the prices of ${today.toISOString().slice(0, 10)}`,
    lines: parts(call),
    total: call.total,
  }
}

function receiptOfCall(made: Extract<MadeCall, { kind: 'answered' }>): ReceiptContent {
  const amounts = { providerCost: BigInt(made.providerCost), margin: BigInt(made.margin), markup: BigInt(made.markup) }
  return {
    title: 'PixelPal',
    what: `${made.model}, ${made.inputTokens} tokens in, ${made.outputTokens} out`,
    when: `Charged at ${made.at.slice(11, 19)} UTC`,
    lines: parts(amounts),
    total: BigInt(made.total),
    footer: <code className="break-all font-mono">{made.chargeId}</code>,
  }
}

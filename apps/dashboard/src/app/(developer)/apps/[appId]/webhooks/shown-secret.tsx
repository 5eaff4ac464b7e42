'use client'
// A signing secret on its only day in the light.
import { CodeBlock } from '@farebox/ui'

export function ShownSecret({ secret }: { secret: string }) {
  return (
    <div data-testid="webhook-secret">
      <CodeBlock
        label="The secret, and checking a signature with it"
        samples={[
          { label: '.env', code: `FAREBOX_WEBHOOK_SECRET="${secret}"` },
          { label: 'JavaScript', code: verifying },
        ]}
      />
    </div>
  )
}

const verifying = `import { Webhook } from 'standardwebhooks'

// body: the request's body as text, exactly as it came.
const event = new Webhook(process.env.FAREBOX_WEBHOOK_SECRET).verify(body, request.headers)`

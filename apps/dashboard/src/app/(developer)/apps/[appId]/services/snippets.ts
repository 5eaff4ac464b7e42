// The two ways to charge for a service, and its creation by a program.
import type { CodeSample } from '@farebox/ui'

type Facts = { service: { name: string; unit: string }; gatewayUrl: string }

export function serviceSnippets({ service, gatewayUrl }: Facts): CodeSample[] {
  const units = service.unit === 'token' ? '{"input": 1000, "output": 500}' : '3'
  const post = (path: string, body: string, key: string) =>
    `curl ${gatewayUrl}/v1${path} \\
  -H "Authorization: Bearer $FAREBOX_API_KEY" \\${key && `\n  -H "Idempotency-Key: ${key}" \\`}
  -H "Content-Type: application/json" \\
  -d '${body}'`
  const who = `"service": "${service.name}", "user": "user_123"`
  return [
    { label: 'In one step', code: post('/charges', `{${who}, "units": ${units}}`, 'your-own-name-for-this-charge') },
    {
      label: 'Reserve and settle',
      code: [
        `# The most it can cost. Answers a hold: {"id": "hold_…", …}`,
        post('/holds', `{${who}, "units_max": ${units}}`, 'your-own-name-for-this-job'),
        '',
        '# The work is done: what it did cost. The rest is free again.',
        post('/holds/hold_…/settle', `{"units": ${service.unit === 'token' ? '{"input": 800, "output": 200}' : '2'}}`, ''),
        '',
        '# It failed: nothing is charged.',
        post('/holds/hold_…/release', '{}', ''),
      ].join('\n'),
    },
  ]
}

'use client'
// A secret for the app's server: made when asked for, shown once, with the lines a server's settings take.
import { Banner, Button, CodeBlock, FormError, SelectField } from '@farebox/ui'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import type { Mode } from '../../../../../place/mode'
import { useApi } from '../../../../../trpc/client'
import { failureOf } from '../../../../../trpc/failure'
import { ShownOnceDialog } from '../shown-once-dialog'

type SecretDialogProps = {
  appId: string
  mode: Mode
  issuer: string
  isReplacing: boolean
  trigger: ReactElement<Record<string, unknown>>
}

export function SecretDialog({ appId, mode, issuer, isReplacing, trigger }: SecretDialogProps) {
  const api = useApi()
  const cache = useQueryClient()
  const [isOpen, setIsOpen] = useState(false)
  const [earlierStands, setEarlierStands] = useState('0')
  const replace = useMutation(
    api.connect.replaceSecret.mutationOptions({
      onSuccess: () => void cache.invalidateQueries({ queryKey: api.connect.client.queryKey({ appId, mode }) }),
    }),
  )
  const open = (next: boolean) => {
    setIsOpen(next)
    // The secret leaves the page with the dialog.
    if (!next) replace.reset()
  }
  const { data: created, error } = replace
  return (
    <ShownOnceDialog
      isOpen={isOpen}
      onOpenChange={open}
      trigger={trigger}
      asking={{
        title: isReplacing ? 'Replace the secret?' : 'Create a secret',
        description: 'With it your server proves who it is when a user has signed in.',
        button: (
          <Button
            variant={isReplacing ? 'danger' : 'primary'}
            isLoading={replace.isPending}
            onClick={() => replace.mutate({ appId, mode, earlierStandsHours: isReplacing ? Number(earlierStands) : 0 })}
          >
            {isReplacing ? 'Replace secret' : 'Create secret'}
          </Button>
        ),
      }}
      showing={{ title: 'Your server’s secret', description: 'Copy it now. It is shown this once; we keep only its fingerprint.' }}
      isShowing={created !== undefined}
    >
      <div className="space-y-5 pb-2">
        {created ? (
          <div data-testid="new-secret">
            <CodeBlock samples={[{ label: '.env', code: settings({ ...created, issuer }) }]} />
          </div>
        ) : isReplacing ? (
          <>
            <SelectField
              label="The earlier secret"
              name="earlier"
              choices={STANDS}
              value={earlierStands}
              onValueChange={setEarlierStands}
            />
            <Banner tone="caution" title={earlierStands === '0' ? 'The earlier secret ends at once' : 'Both secrets work until then'}>
              {earlierStands === '0'
                ? 'Your server cannot finish sign-ins until it has the new one. '
                : 'Give your server the new one meanwhile. If the earlier one leaked, end it at once. '}
              Users who are signed in, and what they allowed, are not touched.
            </Banner>
          </>
        ) : (
          <p className="text-ink-soft text-sm">
            Keep it on your server, never in a page. Whoever has it can finish sign-ins in your app’s name.
          </p>
        )}
        {error ? <FormError {...failureOf(error)} whatToDo="No secret was made; the earlier one still works." /> : null}
      </div>
    </ShownOnceDialog>
  )
}

const STANDS = [
  { value: '0', label: 'Ends at once' },
  { value: '1', label: 'Works for another hour' },
  { value: '24', label: 'Works for another day' },
  { value: '168', label: 'Works for another week' },
]

const settings = ({ clientId, secret, issuer }: { clientId: string; secret: string; issuer: string }) =>
  `FAREBOX_ISSUER="${issuer}"\nFAREBOX_CLIENT_ID="${clientId}"\nFAREBOX_CLIENT_SECRET="${secret}"`

'use client'
// A new secret for an endpoint, while the earlier one stays valid for a day.
import { Button, FormError } from '@farebox/ui'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Mode } from '../../../../../place/mode'
import { useApi } from '../../../../../trpc/client'
import { failureOf } from '../../../../../trpc/failure'
import { ShownOnceDialog } from '../shown-once-dialog'
import { ShownSecret } from './shown-secret'

export function RotateSecretDialog({ appId, mode, endpointId }: { appId: string; mode: Mode; endpointId: string }) {
  const api = useApi()
  const [isOpen, setIsOpen] = useState(false)
  const rotate = useMutation(api.webhooks.rotateSecret.mutationOptions())
  const open = (next: boolean) => {
    setIsOpen(next)
    // The secret leaves the page with the dialog.
    if (!next) rotate.reset()
  }
  const secret = rotate.data?.secret
  return (
    <ShownOnceDialog
      isOpen={isOpen}
      onOpenChange={open}
      trigger={<Button size="small">Replace secret</Button>}
      asking={{
        title: 'Replace the secret?',
        description: 'The earlier one stays valid for 24 hours: until then each delivery is signed with both.',
        button: (
          <Button variant="primary" isLoading={rotate.isPending} onClick={() => rotate.mutate({ appId, mode, endpointId })}>
            Replace secret
          </Button>
        ),
      }}
      showing={{ title: 'The new secret', description: 'Copy it now. It is shown this once.' }}
      isShowing={secret !== undefined}
    >
      {secret ? <ShownSecret secret={secret} /> : null}
      {rotate.error ? <FormError {...failureOf(rotate.error)} whatToDo="No secret was made; the earlier one still signs." /> : null}
    </ShownOnceDialog>
  )
}

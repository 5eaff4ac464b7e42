'use client'
// A new secret for an endpoint, while the earlier one stays valid for a day.
import { Button, Dialog, DialogClose, FormError } from '@farebox/ui'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Mode } from '../../../../../place/mode'
import { useApi } from '../../../../../trpc/client'
import { failureOf } from '../../../../../trpc/failure'
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
    <Dialog
      isWide
      staysOnOutsidePress
      open={isOpen}
      onOpenChange={open}
      trigger={<Button size="small">Replace secret</Button>}
      title={secret ? 'The new secret' : 'Replace the secret?'}
      description={
        secret
          ? 'Copy it now. It is shown this once.'
          : 'The earlier one stays valid for 24 hours: until then each delivery is signed with both.'
      }
      footer={
        secret ? (
          <DialogClose>
            <Button variant="primary">I have copied it</Button>
          </DialogClose>
        ) : (
          <>
            <DialogClose>
              <Button>Cancel</Button>
            </DialogClose>
            <Button variant="primary" isLoading={rotate.isPending} onClick={() => rotate.mutate({ appId, mode, endpointId })}>
              Replace secret
            </Button>
          </>
        )
      }
    >
      {secret ? <ShownSecret secret={secret} /> : null}
      {rotate.error ? <FormError {...failureOf(rotate.error)} whatToDo="No secret was made; the earlier one still signs." /> : null}
    </Dialog>
  )
}

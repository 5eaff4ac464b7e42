'use client'
// Changing or lifting the budget of a key that bills the organization.
import { Button, Dialog, DialogClose, FormError, toast } from '@farebox/ui'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Mode } from '../../../../../place/mode'
import { useApi } from '../../../../../trpc/client'
import { failureOf } from '../../../../../trpc/failure'
import { BudgetFields, type BudgetPeriod } from './budget-fields'

type BudgetDialogProps = {
  appId: string
  mode: Mode
  apiKeyId: string
  keyName: string
  current: { amount: string; period: BudgetPeriod } | null
}

export function BudgetDialog({ appId, mode, apiKeyId, keyName, current }: BudgetDialogProps) {
  const api = useApi()
  const cache = useQueryClient()
  const [isOpen, setIsOpen] = useState(false)
  const [amount, setAmount] = useState(current?.amount ?? '')
  const [period, setPeriod] = useState<BudgetPeriod>(current?.period ?? 'month')
  const save = useMutation(
    api.keys.setBudget.mutationOptions({
      onSuccess: async () => {
        await cache.invalidateQueries({ queryKey: api.keys.list.queryKey({ appId, mode }) })
        setIsOpen(false)
        toast.success(amount.trim() ? `${keyName} has a new budget.` : `${keyName} has no budget any more.`)
      },
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ appId, mode, apiKeyId, budget: amount.trim() ? { amount, period } : null })
  }
  const form = `budget-${apiKeyId}`
  return (
    <Dialog
      title={`Budget of ${keyName}`}
      description="Leave it empty for none. What the key spent of the running period still counts."
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button size="small" aria-label={`Change the budget of ${keyName}`}>
          Budget
        </Button>
      }
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form={form} variant="primary" isLoading={save.isPending}>
            Save budget
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="space-y-4 pb-2" noValidate>
        <BudgetFields amount={amount} onAmount={setAmount} period={period} onPeriod={setPeriod} />
        {save.error ? <FormError {...failureOf(save.error)} whatToDo="Nothing was changed." /> : null}
      </form>
    </Dialog>
  )
}

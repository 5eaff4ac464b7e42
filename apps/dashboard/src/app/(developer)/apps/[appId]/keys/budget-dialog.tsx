'use client'
// Changing or lifting the budget of a key that bills the organization.
import { Button, Dialog, DialogClose, FormError, toast } from '@farebox/ui'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Mode } from '../../../../../place/mode'
import { useApi } from '../../../../../trpc/client'
import { failureOf } from '../../../../../trpc/failure'
import { type BudgetDraft, BudgetFields, budgetOf } from './budget-fields'

type BudgetDialogProps = {
  appId: string
  mode: Mode
  apiKeyId: string
  keyName: string
  current: BudgetDraft | null
  currentForEach: BudgetDraft | null
}

export function BudgetDialog({ appId, mode, apiKeyId, keyName, current, currentForEach }: BudgetDialogProps) {
  const api = useApi()
  const cache = useQueryClient()
  const [isOpen, setIsOpen] = useState(false)
  const [budget, setBudget] = useState<BudgetDraft>(current ?? { amount: '', period: 'month' })
  const [forEach, setForEach] = useState<BudgetDraft>(currentForEach ?? { amount: '', period: 'month' })
  const save = useMutation(
    api.keys.setBudget.mutationOptions({
      onSuccess: async () => {
        await cache.invalidateQueries({ queryKey: api.keys.list.queryKey({ appId, mode }) })
        setIsOpen(false)
        toast.success(budgetOf(budget) || budgetOf(forEach) ? `${keyName} has a new budget.` : `${keyName} has no budget any more.`)
      },
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ appId, mode, apiKeyId, budget: budgetOf(budget), endUserBudget: budgetOf(forEach) })
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
        <BudgetFields budget={budget} onBudget={setBudget} forEach={forEach} onForEach={setForEach} />
        {save.error ? <FormError {...failureOf(save.error)} whatToDo="Nothing was changed." /> : null}
      </form>
    </Dialog>
  )
}

// An address of nothing, or of something that belongs to others: the answer is the same.
import { LinkButton, PageHeader } from '@farebox/ui'

export default function NotFound() {
  return (
    <div className="space-y-6">
      <PageHeader
        title="There is nothing here"
        description="The address is wrong, or it belongs to an organization you are not a member of."
      />
      <LinkButton href="/apps">Your apps</LinkButton>
    </div>
  )
}

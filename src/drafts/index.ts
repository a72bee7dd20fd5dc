export { compose, removeBytes, typedFields, type Composed, type Intent } from './compose.ts'
export { deleteDraft, findDraft, findTicketDraft, listTicketDrafts, renameDraft, saveDraft, type Draft, type DraftForm } from './store.ts'

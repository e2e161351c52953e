export { catalogueOf, type AddedChoices, type Sources } from './catalogue.ts';
export { catalogueReader, type ChoiceSource } from './runtime.ts';
export type { UiCatalogue, UiChoice, UiEdge, UiEntity, UiExtraInput, UiField } from './types.ts';

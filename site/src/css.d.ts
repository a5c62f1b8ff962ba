// Styles that a script imports go into the style of its bundle.
declare module "*.css";

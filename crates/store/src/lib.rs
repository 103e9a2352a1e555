//! Where numbers stay: datasets, vintages, releases, and the engine that runs plans over them.

//! Finds an item in the workspace's sources by its path and takes its doc
//! comment.

use std::path::{Path, PathBuf};

use syn::{Attribute, Expr, Item, Lit, Meta};

/// A doc comment and the files that were read to find it.
pub struct Found {
    /// The comment without its slashes.
    pub doc: String,
    /// Files to watch.
    pub files: Vec<PathBuf>,
}

/// Finds `triffin_trade::balance::balance`: a function, type, constant, trait,
/// a method `Type::method`, or a module itself.
///
/// # Errors
/// When a segment does not exist, naming the file that was looked into. A
/// re-export is not followed: name the module that defines the item.
pub fn find(root: &Path, path: &str) -> Result<Found, String> {
    let mut segments = path.split("::");
    let name = segments.next().unwrap_or_default();
    let folder = name
        .strip_prefix("triffin_")
        .ok_or_else(|| format!("`{name}` is not a crate of the house"))?;
    let source = root.join("crates").join(folder).join("src");
    let mut search = Search {
        module: Module::load(source.join("lib.rs"), source)?,
        files: Vec::new(),
    };
    let segments: Vec<&str> = segments.collect();
    let doc = search.walk(&segments)?;
    search.files.push(search.module.file);
    if doc.trim().is_empty() {
        return Err("it has no doc comment".to_owned());
    }
    Ok(Found {
        doc,
        files: search.files,
    })
}

/// The module reached so far, and the files left behind on the way.
struct Search {
    module: Module,
    files: Vec<PathBuf>,
}

impl Search {
    fn walk(&mut self, segments: &[&str]) -> Result<String, String> {
        match segments {
            [] => Ok(comment(&self.module.attributes)),
            [name, rest @ ..] => match self.module.child(name)? {
                Some(child) => {
                    self.files
                        .push(std::mem::replace(&mut self.module, child).file);
                    self.walk(rest)
                }
                None => self.module.item(segments).ok_or_else(|| {
                    format!(
                        "`{}` is not in {}",
                        segments.join("::"),
                        self.module.file.display()
                    )
                }),
            },
        }
    }
}

/// A module's items, its own attributes, and where its child modules are.
struct Module {
    file: PathBuf,
    folder: PathBuf,
    attributes: Vec<Attribute>,
    items: Vec<Item>,
}

impl Module {
    fn load(file: PathBuf, folder: PathBuf) -> Result<Self, String> {
        let text = std::fs::read_to_string(&file)
            .map_err(|error| format!("{}: {error}", file.display()))?;
        let parsed =
            syn::parse_file(&text).map_err(|error| format!("{}: {error}", file.display()))?;
        Ok(Self {
            file,
            folder,
            attributes: parsed.attrs,
            items: parsed.items,
        })
    }

    fn child(&self, name: &str) -> Result<Option<Self>, String> {
        let declared = self.items.iter().find_map(|item| match item {
            Item::Mod(module) if module.ident == name => Some(module),
            _ => None,
        });
        let Some(module) = declared else {
            return Ok(None);
        };
        let folder = self.folder.join(name);
        let mut child = match &module.content {
            Some((_, items)) => Self {
                file: self.file.clone(),
                folder,
                attributes: Vec::new(),
                items: items.clone(),
            },
            None => {
                let beside = self.folder.join(format!("{name}.rs"));
                let file = if beside.is_file() {
                    beside
                } else {
                    folder.join("mod.rs")
                };
                Self::load(file, folder)?
            }
        };
        child.attributes.splice(0..0, module.attrs.iter().cloned());
        Ok(Some(child))
    }

    /// The comment of `[item]` or of `[Type, method]`.
    fn item(&self, segments: &[&str]) -> Option<String> {
        match segments {
            [name] => self
                .items
                .iter()
                .find_map(|item| named(item, name))
                .map(comment),
            [kind, method] => self
                .items
                .iter()
                .find_map(|item| self::method(item, kind, method)),
            _ => None,
        }
    }
}

fn named<'a>(item: &'a Item, name: &str) -> Option<&'a [Attribute]> {
    let (ident, attributes) = match item {
        Item::Fn(item) => (&item.sig.ident, &item.attrs),
        Item::Struct(item) => (&item.ident, &item.attrs),
        Item::Enum(item) => (&item.ident, &item.attrs),
        Item::Const(item) => (&item.ident, &item.attrs),
        Item::Trait(item) => (&item.ident, &item.attrs),
        Item::Type(item) => (&item.ident, &item.attrs),
        _ => return None,
    };
    (ident == name).then_some(attributes.as_slice())
}

fn method(item: &Item, kind: &str, method: &str) -> Option<String> {
    let Item::Impl(block) = item else { return None };
    let syn::Type::Path(target) = block.self_ty.as_ref() else {
        return None;
    };
    if target.path.segments.last()?.ident != kind {
        return None;
    }
    block.items.iter().find_map(|item| match item {
        syn::ImplItem::Fn(function) if function.sig.ident == method => {
            Some(comment(&function.attrs))
        }
        _ => None,
    })
}

/// The text of the doc attributes, one line each.
fn comment(attributes: &[Attribute]) -> String {
    let lines: Vec<String> = attributes.iter().filter_map(line).collect();
    lines.join("\n")
}

fn line(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(pair) = &attribute.meta else {
        return None;
    };
    let Expr::Lit(literal) = &pair.value else {
        return None;
    };
    let Lit::Str(text) = &literal.lit else {
        return None;
    };
    pair.path.is_ident("doc").then(|| text.value())
}

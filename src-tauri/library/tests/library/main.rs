//! The library as its users meet it: through its one type, on a real file.

mod keeping;
mod scene;

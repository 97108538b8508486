//! Who is who on the two sides.

/// What was found on both sides, or on one only, in the order of the new side, removed ones in the old order.
pub(super) struct Pairs<'o, 'n, A, B> {
    pub both: Vec<(&'o A, &'n B)>,
    pub removed: Vec<&'o A>,
    pub added: Vec<&'n B>,
}

/// Whether two are the same, by one measure.
pub(super) type Alike<'l, A, B> = &'l dyn Fn(&A, &B) -> bool;

/// Pairs by the first measure, then what is left by the next, each with its first match.
pub(super) fn pair<'o, 'n, A, B>(
    old: &'o [A],
    new: &'n [B],
    measures: &[Alike<'_, A, B>],
) -> Pairs<'o, 'n, A, B> {
    let mut partner: Vec<Option<usize>> = vec![None; new.len()];
    let mut taken = vec![false; old.len()];
    for alike in measures {
        for (it, partner) in new.iter().zip(&mut partner).filter(|it| it.1.is_none()) {
            let free = old.iter().zip(&taken).enumerate().filter(|(_, (_, taken))| !**taken);
            let found =
                free.map(|(index, (other, _))| (index, other)).find(|(_, other)| alike(other, it));
            if let Some((index, _)) = found {
                *partner = Some(index);
                if let Some(mark) = taken.get_mut(index) {
                    *mark = true;
                }
            }
        }
    }
    let both = new
        .iter()
        .zip(&partner)
        .filter_map(|(it, partner)| old.get((*partner)?).map(|other| (other, it)));
    Pairs {
        both: both.collect(),
        removed: old.iter().zip(&taken).filter(|it| !it.1).map(|it| it.0).collect(),
        added: new.iter().zip(&partner).filter(|it| it.1.is_none()).map(|it| it.0).collect(),
    }
}

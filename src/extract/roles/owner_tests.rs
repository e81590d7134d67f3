//! Whose post it is, by the noun phrase: a body or state, or nobody's.

use crate::extract::testing::check_roles;

#[test]
fn whose_post_it_is() {
    check_roles(&[
        ("British ambassador Alan Prescott arrived in Lima.", &["Alan Prescott | ambassador | GB | current"]),
        (
            "Alan Prescott, ambassador of Canada to Peru, spoke at the ceremony.",
            &["Alan Prescott | ambassador | CA | current"],
        ),
        (
            "Sunita Rao, professor of chemistry at the University of Delhi, won the award.",
            &["Sunita Rao | professor of chemistry | University of Delhi | current"],
        ),
        (
            "Marta Sjöberg, chief executive of the Finnish games studio Ruska Games, agreed.",
            &["Marta Sjöberg | chief executive | Ruska Games | current"],
        ),
        (
            "Rosa Delgado, a spokeswoman for the Mexican Red Cross, said food was short.",
            &["Rosa Delgado | spokeswoman | Mexican Red Cross | current"],
        ),
        (
            "Emre Yıldız, Turkey's minister for trade, flew to Baku.",
            &["Emre Yıldız | minister for trade | TR | current"],
        ),
        ("Carlos Meireles, mayor of Coimbra, opened the bridge.", &["Carlos Meireles | mayor | Coimbra | current"]),
        (
            "Nina Dragomir, managing director of Virginia-based Tallgrass Energy, said so.",
            &["Nina Dragomir | managing director | Tallgrass Energy | current"],
        ),
        (
            "The Harbour Trust's director, Neil Fairbairn, apologised.",
            &["Neil Fairbairn | director | Harbour Trust | current"],
        ),
        (
            "The National Grain Council (NGC) spokesman Femi Adeola-Ojo apologised.",
            &["Femi Adeola-Ojo | spokesman | National Grain Council | current"],
        ),
        (
            "Yesterday Harbour Trust director Neil Fairbairn apologised.",
            &["Neil Fairbairn | director | Harbour Trust | current"],
        ),
        ("Slovenia's ambassador to Japan, Petra Novak, resigned.", &["Petra Novak | ambassador | SI | current"]),
        ("Iran's Quds Force commander Reza Farhadi spoke.", &["Reza Farhadi | commander | Quds Force | current"]),
        (
            "Kwesi Amoah, the Ghanaian central bank governor, spoke.",
            &["Kwesi Amoah | governor | Ghanaian central bank | current"],
        ),
        (
            "Peru's permanent representative to the United Nations, Ana Costa, spoke.",
            &["Ana Costa | permanent representative | PE | current"],
        ),
        ("Noa Peled, head of policy at Oxfam, spoke.", &["Noa Peled | head of policy | Oxfam | current"]),
        (
            "Noa Peled, an expert on the Middle East at the University of Haifa, spoke.",
            &["Noa Peled | expert | University of Haifa | current"],
        ),
        ("California's governor, Peter Wills, spoke.", &["Peter Wills | governor | California | current"]),
    ]);
}

#[test]
fn no_owner_of_a_post() {
    check_roles(&[
        ("British actor Alan Prescott dyed his hair.", &["Alan Prescott | actor |  | current"]),
        ("French novelist Claire Vasseur lives in Rome.", &["Claire Vasseur | novelist |  | current"]),
        ("Sunita Rao, a professor of chemistry, won the award.", &["Sunita Rao | professor of chemistry |  | current"]),
        ("Kofi Mensah, a farmer from Kumasi, lost his harvest.", &["Kofi Mensah | farmer |  | current"]),
        ("Rosa Delgado, an engineer with two children, moved to Quito.", &["Rosa Delgado | engineer |  | current"]),
    ]);
}
